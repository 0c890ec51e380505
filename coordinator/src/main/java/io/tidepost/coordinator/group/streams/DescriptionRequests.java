package io.tidepost.coordinator.group.streams;

/// When members are asked for the description of their topology: one at a time, and ever more
/// seldom while nobody sends it.
final class DescriptionRequests {

  private static final long FIRST_PAUSE_MILLIS = 30_000;
  private static final long LONGEST_PAUSE_MILLIS = 3_600_000;

  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long nextMillis = Long.MIN_VALUE;

  /// Whether to ask now; if so, nobody else is asked for a while.
  boolean isDue(long nowMillis) {
    if (nowMillis < nextMillis) {
      return false;
    }
    nextMillis = nowMillis + pauseMillis;
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
    return true;
  }

  /// The description cannot be kept: nobody is asked for it any more.
  void stop() {
    nextMillis = Long.MAX_VALUE;
  }
}
