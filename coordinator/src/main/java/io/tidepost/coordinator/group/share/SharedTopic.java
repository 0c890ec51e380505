package io.tidepost.coordinator.group.share;

import java.util.SortedSet;
import java.util.TreeSet;

/// Partitions of a topic that a share group has states of, or is about to make.
///
/// @param name the topic's name when that was noted
/// @param partitions which partitions
public record SharedTopic(String name, SortedSet<Integer> partitions) {

  /// The partitions of both, under the newer name.
  public SharedTopic with(SharedTopic newer) {
    SortedSet<Integer> both = new TreeSet<>(partitions);
    both.addAll(newer.partitions);
    return new SharedTopic(newer.name, both);
  }
}
