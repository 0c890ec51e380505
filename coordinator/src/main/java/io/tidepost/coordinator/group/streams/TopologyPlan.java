package io.tidepost.coordinator.group.streams;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What a topology comes to on the topics that exist.
///
/// @param tasks how many tasks each subtopology has; empty when that cannot be said
/// @param stateful ids of the subtopologies that keep state
/// @param missing internal topics that have to be made
/// @param problem why nothing can be assigned yet; `null` when it can
public record TopologyPlan(
    SortedMap<String, Integer> tasks,
    List<String> stateful,
    List<InternalTopic> missing,
    @Nullable Problem problem) {

  /// A topic that Kafka Streams wants for itself.
  ///
  /// @param name its name
  /// @param partitions how many
  /// @param replicationFactor 0 or less for the broker's default
  /// @param configs of the topic
  public record InternalTopic(
      String name, int partitions, short replicationFactor, Map<String, String> configs) {}

  /// @param status code of the heartbeat response's Status
  /// @param detail for people
  public record Problem(byte status, String detail) {}

  boolean isReady() {
    return problem == null;
  }
}
