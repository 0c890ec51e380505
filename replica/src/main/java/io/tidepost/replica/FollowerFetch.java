package io.tidepost.replica;

/// What a follower asks of its leader, and acknowledges by asking.
///
/// @param replicaId broker id of the follower
/// @param brokerEpoch of its registration (`ReplicaState.ReplicaEpoch`), -1 when it did not say
/// @param leaderEpoch in which it follows
/// @param offset first record it does not have; everything before it is durable there
/// @param lastFetchedEpoch leader epoch of its last record, -1 when it has none
/// @param logStartOffset where its log starts
public record FollowerFetch(
    int replicaId,
    long brokerEpoch,
    int leaderEpoch,
    long offset,
    int lastFetchedEpoch,
    long logStartOffset) {}
