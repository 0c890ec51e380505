package io.tidepost.coordinator.group.share;

import java.util.SortedSet;
import java.util.TreeSet;

/// A topic that a share group has states of.
///
/// @param name its name when that was noted
/// @param partitions which partitions
public record InitializedTopic(String name, SortedSet<Integer> partitions) {

  /// The partitions of both, under the newer name.
  public InitializedTopic with(InitializedTopic newer) {
    SortedSet<Integer> both = new TreeSet<>(partitions);
    both.addAll(newer.partitions);
    return new InitializedTopic(newer.name, both);
  }
}
