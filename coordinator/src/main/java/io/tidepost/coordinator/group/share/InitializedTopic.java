package io.tidepost.coordinator.group.share;

import java.util.SortedSet;

/// A topic that a share group has states of.
///
/// @param name its name when that was noted
/// @param partitions which partitions
public record InitializedTopic(String name, SortedSet<Integer> partitions) {}
