package io.tidepost.test;

import io.tidepost.base.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// The time of day of the brokers of one [Tidepost]: the machine's, plus what a test has moved it
/// on by. Brokers go by it for retention by age, for `LogAppendTime`, and for how long offsets of
/// empty groups are kept.
///
/// What measures how long something takes goes by the machine's clock and is not moved: sessions,
/// request, rebalance and transaction timeouts, quotas, and everything in clients. Any thread.
public final class TestClock {

  private final AtomicLong aheadMillis = new AtomicLong();

  TestClock() {}

  /// What the brokers take for the time of day.
  public Instant now() {
    return Instant.ofEpochMilli(System.currentTimeMillis() + aheadMillis.get());
  }

  /// Moves the time of day on. What is due by it happens within some tenths of a second, not before
  /// this returns: wait for it.
  ///
  /// @param by not negative
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time goes forward only, and this is " + by);
    }
    aheadMillis.addAndGet(by.toMillis());
  }

  Clock seam() {
    return new Clock() {
      @Override
      public long wallMillis() {
        return System.currentTimeMillis() + aheadMillis.get();
      }

      @Override
      public long monotonicNanos() {
        return System.nanoTime();
      }
    };
  }
}
