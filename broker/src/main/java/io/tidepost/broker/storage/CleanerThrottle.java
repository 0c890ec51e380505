package io.tidepost.broker.storage;

/// Spreads what all compactions read and write over time. Told what time it is; any thread.
final class CleanerThrottle {

  private static final double MILLIS_PER_SECOND = 1000;

  private double freeAtMillis;

  /// Notes that bytes were moved.
  ///
  /// @param bytesPerSecond allowed now
  /// @return milliseconds to wait before more may be moved
  synchronized long moved(long bytes, double bytesPerSecond, long nowMillis) {
    double rate = Math.max(1, bytesPerSecond);
    freeAtMillis = Math.max(freeAtMillis, nowMillis) + bytes * MILLIS_PER_SECOND / rate;
    return (long) Math.max(0, freeAtMillis - nowMillis);
  }
}
