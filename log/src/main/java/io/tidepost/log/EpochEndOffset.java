package io.tidepost.log;

/// Where a leader epoch ended (KIP-101, OffsetForLeaderEpoch).
///
/// @param leaderEpoch the largest known leader epoch not above the one asked for; -1 when there is
///   none
/// @param endOffset first offset of the next leader epoch, or the log end offset; -1 when undefined
public record EpochEndOffset(int leaderEpoch, long endOffset) {
  /// Nothing is known.
  public static final EpochEndOffset UNDEFINED = new EpochEndOffset(-1, -1);
}
