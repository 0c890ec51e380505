package io.tidepost.coordinator.group.streams;

/// What the broker's options and a group's own say about its streams protocol.
///
/// @param sessionTimeoutMillis `streams.session.timeout.ms`
/// @param heartbeatIntervalMillis `streams.heartbeat.interval.ms`
/// @param assignmentIntervalMillis `streams.assignment.interval.ms`
/// @param initialRebalanceDelayMillis `streams.initial.rebalance.delay.ms`
/// @param standbyReplicas `streams.num.standby.replicas`
/// @param taskOffsetIntervalMillis `streams.task.offset.interval.ms`: how often members say how far
///   the state of their tasks is
/// @param sizeMax `group.streams.max.size`
public record StreamsGroupSettings(
    int sessionTimeoutMillis,
    int heartbeatIntervalMillis,
    int assignmentIntervalMillis,
    int initialRebalanceDelayMillis,
    int standbyReplicas,
    int taskOffsetIntervalMillis,
    int sizeMax) {

  /// Kafka's defaults.
  public static final StreamsGroupSettings DEFAULTS =
      new StreamsGroupSettings(45_000, 5_000, 1_000, 3_000, 0, 60_000, Integer.MAX_VALUE);
}
