package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.KnownTopic;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The share partitions that a group has states of: what ShareGroupStatePartitionMetadata keeps of
/// it. A share partition is noted before the share coordinator is asked to remember it, so that a
/// state is never made that no group knows of (KIP-932).
///
/// @param initialized whose states the share coordinator has, by topic id
/// @param initializing whose states are still to be made; no partition stands in both
public record StateTopics(
    SortedMap<Uuid, SharedTopic> initialized, SortedMap<Uuid, SharedTopic> initializing) {

  /// What a group begins with.
  static final StateTopics NONE = new StateTopics(new TreeMap<>(), new TreeMap<>());

  public StateTopics {
    initialized = Collections.unmodifiableSortedMap(initialized);
    initializing = Collections.unmodifiableSortedMap(initializing);
  }

  /// All partitions of both kinds.
  public SortedMap<Uuid, SharedTopic> all() {
    SortedMap<Uuid, SharedTopic> all = new TreeMap<>(initialized);
    initializing.forEach((id, topic) -> all.merge(id, topic, SharedTopic::with));
    return all;
  }

  /// Whether there is a state of the partition, or will be.
  public boolean contains(Uuid topicId, int partition) {
    return contains(initialized, topicId, partition) || contains(initializing, topicId, partition);
  }

  private static boolean contains(
      SortedMap<Uuid, SharedTopic> topics, Uuid topicId, int partition) {
    SharedTopic topic = topics.get(topicId);
    return topic != null && topic.partitions().contains(partition);
  }

  /// The same object when every partition of `topics` is there.
  StateTopics withMissing(Collection<KnownTopic> topics) {
    SortedMap<Uuid, SharedTopic> begun = new TreeMap<>(initializing);
    for (KnownTopic topic : topics) {
      SortedSet<Integer> missing = new TreeSet<>();
      for (int partition = 0; partition < topic.partitions(); partition++) {
        if (!contains(topic.id(), partition)) {
          missing.add(partition);
        }
      }
      if (!missing.isEmpty()) {
        begun.merge(topic.id(), new SharedTopic(topic.name(), missing), SharedTopic::with);
      }
    }
    return begun.equals(initializing) ? this : new StateTopics(initialized, begun);
  }

  /// The share coordinator has states of `made` now. What was given up meanwhile stays so.
  StateTopics completed(Map<Uuid, SharedTopic> made) {
    SortedMap<Uuid, SharedTopic> kept = new TreeMap<>();
    made.forEach((id, topic) -> {
      SortedSet<Integer> awaited = new TreeSet<>(topic.partitions());
      awaited.removeIf(partition -> !contains(initializing, id, partition));
      if (!awaited.isEmpty()) {
        kept.put(id, new SharedTopic(topic.name(), awaited));
      }
    });
    return with(kept);
  }

  /// These have states, whatever was known of them.
  StateTopics with(Map<Uuid, SharedTopic> added) {
    SortedMap<Uuid, SharedTopic> there = new TreeMap<>(initialized);
    SortedMap<Uuid, SharedTopic> awaited = new TreeMap<>(initializing);
    added.forEach((id, topic) -> {
      there.merge(id, topic, SharedTopic::with);
      awaited.computeIfPresent(id, (same, old) -> less(old, topic));
    });
    return new StateTopics(there, awaited);
  }

  private static @Nullable SharedTopic less(SharedTopic old, SharedTopic gone) {
    SortedSet<Integer> rest = new TreeSet<>(old.partitions());
    rest.removeAll(gone.partitions());
    return rest.isEmpty() ? null : new SharedTopic(old.name(), rest);
  }

  /// Without whole topics.
  StateTopics without(Collection<Uuid> topicIds) {
    SortedMap<Uuid, SharedTopic> there = new TreeMap<>(initialized);
    SortedMap<Uuid, SharedTopic> awaited = new TreeMap<>(initializing);
    topicIds.forEach(id -> {
      there.remove(id);
      awaited.remove(id);
    });
    return new StateTopics(there, awaited);
  }
}
