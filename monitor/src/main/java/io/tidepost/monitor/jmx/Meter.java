package io.tidepost.monitor.jmx;

import java.util.function.LongSupplier;

/// How fast a count grows: the averages that Kafka's meters have, moved on every five seconds.
/// Moved by one thread, read by any.
final class Meter {

  /// Between two moves.
  static final long STEP_SECONDS = 5;

  private static final double SECONDS_PER_MINUTE = 60;

  /// An average that forgets: what is older than so many minutes counts a third.
  private static final class Average {
    private final double weight;
    private volatile double perSecond;
    private boolean begun;

    Average(int minutes) {
      weight = 1 - Math.exp(-STEP_SECONDS / SECONDS_PER_MINUTE / minutes);
    }

    void move(double now) {
      perSecond = begun ? perSecond + weight * (now - perSecond) : now;
      begun = true;
    }
  }

  private final LongSupplier total;
  private final long startedNanos = System.nanoTime();
  private final long first;
  private final Average one = new Average(1);
  private final Average five = new Average(5);
  private final Average fifteen = new Average(15);
  private long before;

  /// @param total only grows
  Meter(LongSupplier total) {
    this.total = total;
    this.first = total.getAsLong();
    this.before = first;
  }

  /// Five seconds have passed.
  void move() {
    long now = total.getAsLong();
    double perSecond = Math.max(0, now - before) / (double) STEP_SECONDS;
    before = now;
    one.move(perSecond);
    five.move(perSecond);
    fifteen.move(perSecond);
  }

  long count() {
    return total.getAsLong();
  }

  double oneMinuteRate() {
    return one.perSecond;
  }

  double fiveMinuteRate() {
    return five.perSecond;
  }

  double fifteenMinuteRate() {
    return fifteen.perSecond;
  }

  /// Since the meter began.
  double meanRate() {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    return seconds <= 0 ? 0 : (total.getAsLong() - first) / seconds;
  }
}
