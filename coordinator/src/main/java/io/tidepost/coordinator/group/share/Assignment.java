package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Partitions by topic. Never changes.
///
/// @param topics sorted; no topic without partitions
record Assignment(SortedMap<Uuid, SortedSet<Integer>> topics) {

  static final Assignment NOTHING = new Assignment(Collections.emptySortedMap());

  /// Collects an assignment.
  static final class Builder {
    private final SortedMap<Uuid, SortedSet<Integer>> topics = new TreeMap<>();

    Builder add(Uuid topicId, int partition) {
      topics.computeIfAbsent(topicId, id -> new TreeSet<>()).add(partition);
      return this;
    }

    Assignment build() {
      return new Assignment(topics);
    }
  }

  boolean contains(Uuid topicId, int partition) {
    SortedSet<Integer> partitions = topics.get(topicId);
    return partitions != null && partitions.contains(partition);
  }
}
