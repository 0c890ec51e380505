package io.tidepost.replica;

/// What a follower asks its leader for next.
///
/// @param leaderEpoch in which it follows
/// @param offset first record it does not have; everything before it is durable here
/// @param lastFetchedEpoch leader epoch of its last record, -1 when it has none
/// @param logStartOffset where its log starts
public record FetchPosition(
    int leaderEpoch, long offset, int lastFetchedEpoch, long logStartOffset) {}
