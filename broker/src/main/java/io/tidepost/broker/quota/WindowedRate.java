package io.tidepost.broker.quota;

/// A rate over some windows of time, measured as Kafka measures it (`Rate` over samples): told what
/// time it is, nothing of its own. Not thread-safe.
public final class WindowedRate {

  private static final double MILLIS_PER_SECOND = 1000;

  private static final long NEVER = Long.MIN_VALUE;

  private final int windows;
  private final long windowMillis;

  /// A ring of one window more than are kept: the oldest one fades while the current one fills.
  private final double[] sums;

  private final long[] starts;
  private final long[] lastEvents;
  private int current;

  /// @param windows how many are kept, the current one included
  public WindowedRate(int windows, long windowMillis) {
    this.windows = Math.max(1, windows);
    this.windowMillis = windowMillis;
    this.sums = new double[this.windows + 1];
    this.starts = new long[this.windows + 1];
    this.lastEvents = new long[this.windows + 1];
    java.util.Arrays.fill(starts, NEVER);
  }

  /// Notes an amount; a negative one takes back what was noted at the same time.
  public void add(double amount, long nowMillis) {
    if (starts[current] != NEVER && nowMillis - starts[current] >= windowMillis) {
      current = (current + 1) % sums.length;
      starts[current] = NEVER;
    }
    if (starts[current] == NEVER) {
      sums[current] = 0;
      starts[current] = nowMillis;
    }
    sums[current] += amount;
    lastEvents[current] = nowMillis;
  }

  /// Milliseconds after which the rate is down to `bound` per second if nothing more comes; 0 when
  /// it is not above it.
  public long pauseFor(double bound, long nowMillis) {
    long span = spanMillis(nowMillis);
    if (span == 0) {
      return 0;
    }
    double rate = total(nowMillis) * MILLIS_PER_SECOND / span;
    return rate <= bound ? 0 : Math.round((rate - bound) / bound * span);
  }

  /// How much may be added without bringing the rate above `bound` per second; negative when it is
  /// above it.
  double room(double bound, long nowMillis) {
    return bound * spanMillis(nowMillis) / MILLIS_PER_SECOND - total(nowMillis);
  }

  private boolean counts(int window, long nowMillis) {
    return starts[window] != NEVER && nowMillis - lastEvents[window] < windowMillis * windows;
  }

  private double total(long nowMillis) {
    double total = 0;
    for (int i = 0; i < sums.length; i++) {
      total += counts(i, nowMillis) ? sums[i] : 0;
    }
    return total;
  }

  /// What the total is spread over: from the oldest window on, and all but one window at least.
  private long spanMillis(long nowMillis) {
    long oldest = nowMillis;
    for (int i = 0; i < sums.length; i++) {
      if (counts(i, nowMillis)) {
        oldest = Math.min(oldest, starts[i]);
      }
    }
    long span = nowMillis - oldest;
    long fullWindows = span / windowMillis;
    long leastWindows = windows - 1L;
    return fullWindows < leastWindows ? span + (leastWindows - fullWindows) * windowMillis : span;
  }

  /// When something was last added.
  public long lastMillis() {
    return lastEvents[current];
  }
}
