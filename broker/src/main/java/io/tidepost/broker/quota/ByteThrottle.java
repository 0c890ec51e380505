package io.tidepost.broker.quota;

/// Bytes per second of all replicas together that replicate at a bounded rate in one direction,
/// measured as Kafka's `ReplicationQuotaManager` does: what was let through is counted, and as long
/// as the rate over the last windows is above the bound, nothing more is. Any thread.
public final class ByteThrottle {

  /// Nobody waits longer before looking again, for the bound may have been raised meanwhile.
  private static final long PAUSE_MILLIS_MAX = 1_000;

  private final WindowedRate rate;

  /// @param windows how many are kept (`replication.quota.window.num`)
  /// @param windowMillis length of each
  public ByteThrottle(int windows, long windowMillis) {
    this.rate = new WindowedRate(windows, windowMillis);
  }

  /// Notes what was let through.
  public synchronized void passed(long bytes, long nowMillis) {
    rate.add(bytes, nowMillis);
  }

  /// How long to wait before letting more through: 0 when the rate is not above the bound, never
  /// more than a second.
  ///
  /// @param bytesPerSecond the bound; with 0 nothing passes
  public synchronized long pauseMillis(long bytesPerSecond, long nowMillis) {
    if (bytesPerSecond <= 0) {
      return PAUSE_MILLIS_MAX;
    }
    return Math.min(PAUSE_MILLIS_MAX, rate.pauseFor(bytesPerSecond, nowMillis));
  }
}
