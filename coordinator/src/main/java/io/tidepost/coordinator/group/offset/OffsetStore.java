package io.tidepost.coordinator.group.offset;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The committed offsets of one shard. Changed by applying records only.
///
/// Offsets committed in a transaction wait beside the others until the transaction's marker comes.
public final class OffsetStore {

  private static final SortedMap<Integer, CommittedOffset> NO_PARTITIONS =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final Map<String, Map<String, SortedMap<Integer, CommittedOffset>>> groups =
      new HashMap<>();
  private final Map<Long, OffsetStore> openTransactions = new HashMap<>();

  private long markersOrdered;

  /// Takes a committed record into the store.
  ///
  /// @param producerId of the transaction it is in, -1 for none
  /// @param committed `null` removes
  public void apply(
      long producerId,
      String group,
      String topic,
      int partition,
      @Nullable CommittedOffset committed) {
    if (committed == null) {
      remove(group, topic, partition);
      openTransactions.values().forEach(pending -> pending.remove(group, topic, partition));
    } else if (producerId < 0) {
      put(group, topic, partition, committed);
    } else {
      openTransactions
          .computeIfAbsent(producerId, id -> new OffsetStore())
          .put(group, topic, partition, committed);
    }
  }

  /// Takes the end of a transaction into the store. Of a transactional and a plain commit the later
  /// one in the log wins.
  public void applyMarker(long producerId, boolean committed) {
    OffsetStore pending = openTransactions.remove(producerId);
    if (pending == null || !committed) {
      return;
    }
    pending.groups.forEach((group, topics) ->
        topics.forEach((topic, partitions) ->
            partitions.forEach((partition, offset) -> {
              CommittedOffset known = find(group, topic, partition);
              if (known == null || known.recordOffset() < offset.recordOffset()) {
                put(group, topic, partition, offset);
              }
            })));
  }

  /// A transaction marker is on its way into the partition.
  void markerOrdered() {
    markersOrdered++;
  }

  /// How many transaction markers were on their way since the shard was loaded.
  public long markersOrdered() {
    return markersOrdered;
  }

  /// The committed offset, `null` when there is none.
  public @Nullable CommittedOffset find(String group, String topic, int partition) {
    return partitions(group, topic).get(partition);
  }

  /// The group's offsets by topic and partition, read only; empty when there are none.
  public Map<String, SortedMap<Integer, CommittedOffset>> ofGroup(String group) {
    return Collections.unmodifiableMap(groups.getOrDefault(group, Map.of()));
  }

  /// The groups that have offsets, committed or in a transaction.
  public Set<String> groupIds() {
    if (openTransactions.isEmpty()) {
      return Collections.unmodifiableSet(groups.keySet());
    }
    Set<String> all = new HashSet<>(groups.keySet());
    openTransactions.values().forEach(pending -> all.addAll(pending.groups.keySet()));
    return all;
  }

  /// Whether the group has offsets, committed or in a transaction.
  public boolean hasGroup(String group) {
    return groups.containsKey(group) || isInTransaction(group);
  }

  /// Whether an open transaction contains offsets of the group.
  public boolean isInTransaction(String group) {
    return openTransactions.values().stream().anyMatch(p -> p.groups.containsKey(group));
  }

  /// Whether an open transaction contains an offset of the group for this partition.
  public boolean isUnstable(String group, String topic, int partition) {
    return openTransactions.values().stream()
        .anyMatch(pending -> pending.find(group, topic, partition) != null);
  }

  /// Every partition of the group that has an offset, committed or in a transaction.
  public Map<String, Set<Integer>> partitionsOfGroup(String group) {
    Map<String, Set<Integer>> all = new HashMap<>();
    collectPartitions(group, all);
    openTransactions.values().forEach(pending -> pending.collectPartitions(group, all));
    return all;
  }

  private void collectPartitions(String group, Map<String, Set<Integer>> into) {
    ofGroup(group)
        .forEach((topic, partitions) ->
            into.computeIfAbsent(topic, t -> new TreeSet<>()).addAll(partitions.keySet()));
  }

  private SortedMap<Integer, CommittedOffset> partitions(String group, String topic) {
    Map<String, SortedMap<Integer, CommittedOffset>> topics = groups.get(group);
    return topics == null ? NO_PARTITIONS : topics.getOrDefault(topic, NO_PARTITIONS);
  }

  private void put(String group, String topic, int partition, CommittedOffset committed) {
    groups
        .computeIfAbsent(group, g -> new HashMap<>())
        .computeIfAbsent(topic, t -> new TreeMap<>())
        .put(partition, committed);
  }

  private void remove(String group, String topic, int partition) {
    Map<String, SortedMap<Integer, CommittedOffset>> topics = groups.get(group);
    SortedMap<Integer, CommittedOffset> partitions = topics == null ? null : topics.get(topic);
    if (topics == null || partitions == null) {
      return;
    }
    partitions.remove(partition);
    if (partitions.isEmpty()) {
      topics.remove(topic);
    }
    if (topics.isEmpty()) {
      groups.remove(group);
    }
  }
}
