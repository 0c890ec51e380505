package io.tidepost.metadata.controller;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A topic to create.
///
/// @param name its name
/// @param partitions how many; -1 for the default, or when `assignments` are given
/// @param replicationFactor copies of each; -1 for the default, or when `assignments` are given
/// @param assignments brokers of each partition in order of preference; empty to let the controller
///   place them. A list, so that a partition named twice can be told.
/// @param configs options to set; a value of `null` is refused
public record NewTopic(
    String name,
    int partitions,
    short replicationFactor,
    List<Assignment> assignments,
    Map<String, @Nullable String> configs) {

  /// The brokers of one partition.
  public record Assignment(int partition, List<Integer> brokerIds) {}

  /// A topic without options that the controller places.
  public static NewTopic of(String name, int partitions, short replicationFactor) {
    return new NewTopic(name, partitions, replicationFactor, List.of(), Map.of());
  }
}
