package io.tidepost.replica;

/// Bounds that operators set for followers.
///
/// @param lagMaxMillis `replica.lag.time.max.ms`: a follower that has not caught up with the log
///   end for so long is not in sync
/// @param ackLagMaxMillis `tidepost.replica.ack.lag.max.ms`: how long one follower may hold back
///   acknowledgements of records that the others have
public record ReplicaRules(long lagMaxMillis, long ackLagMaxMillis) {

  public static final ReplicaRules DEFAULTS = new ReplicaRules(30_000, 1_000);
}
