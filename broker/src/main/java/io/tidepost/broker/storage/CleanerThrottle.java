package io.tidepost.broker.storage;

/// Spreads what all compactions read and write over time: bytes that were moved are owed, and paid
/// off at the rate that is allowed at the moment. Told what time it is; any thread.
final class CleanerThrottle {

  private static final double MILLIS_PER_SECOND = 1000;

  private double owed;
  private long paidMillis;

  /// Notes that bytes were moved.
  ///
  /// @param bytesPerSecond allowed now
  synchronized void moved(long bytes, double bytesPerSecond, long nowMillis) {
    pay(Math.max(1, bytesPerSecond), nowMillis);
    owed += bytes;
  }

  /// How many milliseconds nothing more may be moved, as things stand; another limit may change it.
  ///
  /// @param bytesPerSecond allowed now
  synchronized long waitMillis(double bytesPerSecond, long nowMillis) {
    double rate = Math.max(1, bytesPerSecond);
    pay(rate, nowMillis);
    return (long) Math.ceil(owed / rate * MILLIS_PER_SECOND);
  }

  private void pay(double rate, long nowMillis) {
    double paid = Math.max(0, nowMillis - paidMillis) / MILLIS_PER_SECOND * rate;
    owed = Math.max(0, owed - paid);
    paidMillis = Math.max(paidMillis, nowMillis);
  }
}
