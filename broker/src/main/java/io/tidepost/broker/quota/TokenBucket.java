package io.tidepost.broker.quota;

/// Tokens that come in at a rate and are taken out in any number, as in Kafka's `TokenBucket`: it
/// may be overdrawn, and gives nothing while it is. Told what time it is, nothing of its own. Not
/// thread-safe.
final class TokenBucket {

  private static final double MILLIS_PER_SECOND = 1000;

  private final double burstSeconds;
  private boolean used;
  private double tokens;
  private long refilledMillis;

  /// @param burstSeconds it never holds more than what comes in during so long
  TokenBucket(double burstSeconds) {
    this.burstSeconds = burstSeconds;
  }

  /// Milliseconds until it is not overdrawn any more; 0 when it is not.
  ///
  /// @param rate tokens per second
  long pauseFor(double rate, long nowMillis) {
    refill(rate, nowMillis);
    return tokens < 0 ? Math.round(-tokens / rate * MILLIS_PER_SECOND) : 0;
  }

  void take(double amount, double rate, long nowMillis) {
    refill(rate, nowMillis);
    tokens = Math.min(burstSeconds * rate, tokens - amount);
  }

  private void refill(double rate, long nowMillis) {
    if (!used) {
      used = true;
      tokens = burstSeconds * rate;
      refilledMillis = nowMillis;
    }
    double came = rate * (nowMillis - refilledMillis) / MILLIS_PER_SECOND;
    tokens = Math.min(burstSeconds * rate, tokens + came);
    refilledMillis = nowMillis;
  }

  /// When something was last asked of it.
  long lastMillis() {
    return refilledMillis;
  }
}
