package io.tidepost.metadata.balance;

import java.util.Set;

/// What a plan shall achieve.
///
/// @param drained brokers that shall have no replica afterwards
/// @param evenDisk brokers shall be filled alike, a new one included
/// @param evenLeaders brokers shall lead about as many partitions
/// @param evenTraffic brokers shall carry about as many bytes per second
/// @param tolerancePercent so much above or below the average is even enough
/// @param movesMax a plan has at most so many replica moves
/// @param batchMovesMax a batch has at most so many steps, so many moves under way at once
/// @param batchBytesMax the moves of a batch copy at most so many bytes, unless one alone is larger
public record Goals(
    Set<Integer> drained,
    boolean evenDisk,
    boolean evenLeaders,
    boolean evenTraffic,
    int tolerancePercent,
    int movesMax,
    int batchMovesMax,
    long batchBytesMax) {

  private static final int TOLERANCE_PERCENT = 10;
  private static final int MOVES_MAX = 1_000;
  private static final int BATCH_MOVES_MAX = 50;
  private static final long BATCH_BYTES_MAX = 10L << 30;

  /// Everything even: what is asked for when a broker was added.
  public static Goals even() {
    return new Goals(
        Set.of(), true, true, true, TOLERANCE_PERCENT, MOVES_MAX, BATCH_MOVES_MAX, BATCH_BYTES_MAX);
  }

  /// Nothing but emptying these brokers.
  public static Goals drain(Set<Integer> brokers) {
    return new Goals(
        brokers,
        false,
        false,
        false,
        TOLERANCE_PERCENT,
        Integer.MAX_VALUE,
        BATCH_MOVES_MAX,
        BATCH_BYTES_MAX);
  }
}
