package io.tidepost.broker.metric;

/// What several [LatencyCounts] hold together at one moment. Not shared between threads.
public final class Latencies {

  private static final double MICROS_PER_SECOND = 1e6;

  private final long[] counts = new long[LatencyCounts.CLASSES];
  private long micros;

  void add(int number, long count) {
    counts[number] += count;
  }

  void addMicros(long more) {
    micros += more;
  }

  /// How many there were.
  public long count() {
    long count = 0;
    for (long each : counts) {
      count += each;
    }
    return count;
  }

  /// How long all of them took.
  public double sumSeconds() {
    return micros / MICROS_PER_SECOND;
  }

  /// What has come since an earlier moment.
  public Latencies since(Latencies before) {
    Latencies result = new Latencies();
    for (int i = 0; i < counts.length; i++) {
      result.counts[i] = Math.max(0, counts[i] - before.counts[i]);
    }
    result.micros = Math.max(0, micros - before.micros);
    return result;
  }

  /// Seconds within which so much of them were done, rounded up by at most an eighth; 0 when there
  /// were none.
  ///
  /// @param quantile from 0 to 1
  public double quantileSeconds(double quantile) {
    long count = count();
    long wanted = Math.max(1, (long) Math.ceil(quantile * count));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && counts[i] > 0) {
        return LatencyCounts.endOf(i) / MICROS_PER_SECOND;
      }
    }
    return 0;
  }
}
