package io.tidepost.bench.scenario;

import java.util.concurrent.locks.LockSupport;

/// Waiting, where time itself is what is measured.
final class Pace {
  private Pace() {}

  static void rest(int seconds) {
    until(System.nanoTime() + seconds * 1_000_000_000L);
  }

  /// Waits until the monotonic clock shows `nanos`.
  static void until(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
  }
}
