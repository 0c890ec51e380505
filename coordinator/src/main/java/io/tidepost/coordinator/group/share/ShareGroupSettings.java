package io.tidepost.coordinator.group.share;

/// Options of a share group: the broker's, overlaid with the group's own.
///
/// @param sessionTimeoutMillis `share.session.timeout.ms`
/// @param heartbeatIntervalMillis `share.heartbeat.interval.ms`
/// @param assignmentIntervalMillis `share.assignment.interval.ms`: least time between two
///   assignments, 0 for none
/// @param sizeMax `group.share.max.size`
public record ShareGroupSettings(
    int sessionTimeoutMillis,
    int heartbeatIntervalMillis,
    int assignmentIntervalMillis,
    int sizeMax) {

  /// Kafka's defaults.
  public static final ShareGroupSettings DEFAULTS =
      new ShareGroupSettings(45_000, 5_000, 1_000, 200);
}
