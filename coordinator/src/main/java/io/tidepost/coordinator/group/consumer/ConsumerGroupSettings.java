package io.tidepost.coordinator.group.consumer;

import java.util.List;

/// What the broker's options and a group's own say about its consumer protocol.
///
/// @param sessionTimeoutMillis `consumer.session.timeout.ms`
/// @param heartbeatIntervalMillis `consumer.heartbeat.interval.ms`
/// @param assignmentIntervalMillis `consumer.assignment.interval.ms`: least time between two
///   assignments, 0 for none
/// @param sizeMax `group.consumer.max.size`
/// @param assignors `group.consumer.assignors`: names, the first is the default
/// @param migration `group.consumer.migration.policy`
/// @param regexRefreshIntervalMillis `group.consumer.regex.refresh.interval.ms`
public record ConsumerGroupSettings(
    int sessionTimeoutMillis,
    int heartbeatIntervalMillis,
    int assignmentIntervalMillis,
    int sizeMax,
    List<String> assignors,
    MigrationPolicy migration,
    int regexRefreshIntervalMillis) {

  /// Kafka's defaults.
  public static final ConsumerGroupSettings DEFAULTS =
      new ConsumerGroupSettings(
          45_000,
          5_000,
          1_000,
          Integer.MAX_VALUE,
          List.of("uniform", "range"),
          MigrationPolicy.BIDIRECTIONAL,
          600_000);
}
