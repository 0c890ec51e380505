package io.tidepost.coordinator.group;

/// The broker's options that groups depend on, under Kafka's names.
///
/// @param initialRebalanceDelayMillis `group.initial.rebalance.delay.ms`
/// @param sessionTimeoutMillisMin `group.min.session.timeout.ms`
/// @param sessionTimeoutMillisMax `group.max.session.timeout.ms`
/// @param sizeMax `group.max.size`
/// @param offsetMetadataLengthMax `offset.metadata.max.bytes`, in characters as Kafka counts it
/// @param offsetsRetentionMillis `offsets.retention.minutes`
/// @param retentionCheckIntervalMillis `offsets.retention.check.interval.ms`
/// @param commitTimeoutMillis `offsets.commit.timeout.ms`
public record GroupOptions(
    int initialRebalanceDelayMillis,
    int sessionTimeoutMillisMin,
    int sessionTimeoutMillisMax,
    int sizeMax,
    int offsetMetadataLengthMax,
    long offsetsRetentionMillis,
    long retentionCheckIntervalMillis,
    long commitTimeoutMillis) {

  /// How long a member that has just been given its id may wait in its first JoinGroup: it cannot
  /// heartbeat yet, and a client that went away would otherwise stay in the rebalance.
  public static final int NEW_MEMBER_JOIN_TIMEOUT_MILLIS = 5 * 60 * 1000;

  /// Kafka's defaults.
  public static final GroupOptions DEFAULTS =
      new GroupOptions(
          3000, 6000, 1_800_000, Integer.MAX_VALUE, 4096, 7L * 24 * 3600 * 1000, 600_000, 5000);
}
