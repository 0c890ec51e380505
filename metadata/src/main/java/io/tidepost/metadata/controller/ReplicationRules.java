package io.tidepost.metadata.controller;

/// Options of the node that bound how brokers are watched and leaders are elected.
///
/// @param sessionTimeoutMs `broker.session.timeout.ms`: so long after its last heartbeat a broker
///   is fenced
/// @param responseTimeoutMs `tidepost.broker.response.timeout.ms`: so long a broker may leave
///   unanswered whether it is there before it is fenced; 0 for as long as its session lasts
/// @param preferredLeaderCheckMs `leader.imbalance.check.interval.seconds`: so often leadership is
///   given back to preferred replicas; 0 never (`auto.leader.rebalance.enable=false`)
/// @param leaderlessCheckMs `unclean.leader.election.interval.ms`: so often partitions without a
///   leader are looked at again
public record ReplicationRules(
    long sessionTimeoutMs,
    long responseTimeoutMs,
    long preferredLeaderCheckMs,
    long leaderlessCheckMs) {

  private static final long FIVE_MINUTES_MS = 300_000;
  private static final long SESSION_TIMEOUT_MS = 9_000;
  private static final long RESPONSE_TIMEOUT_MS = 1_500;

  /// The defaults.
  public static final ReplicationRules DEFAULT =
      new ReplicationRules(
          SESSION_TIMEOUT_MS, RESPONSE_TIMEOUT_MS, FIVE_MINUTES_MS, FIVE_MINUTES_MS);
}
