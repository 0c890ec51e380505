package io.tidepost.cli.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long things took: counts in buckets that are at most one thirty-second wide of what is in
/// them. Any thread may record.
final class Latencies {

  private static final int SUB_BITS = 5;
  private static final int SUB = 1 << SUB_BITS;

  private final AtomicLongArray counts = new AtomicLongArray((64 - SUB_BITS + 1) * SUB);
  private final AtomicLong max = new AtomicLong();
  private final AtomicLong count = new AtomicLong();

  /// @param micros microseconds; below 0 counts as 0
  void record(long micros) {
    long value = Math.max(0, micros);
    counts.incrementAndGet(bucket(value));
    count.incrementAndGet();
    max.accumulateAndGet(value, Math::max);
  }

  private static int bucket(long value) {
    int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(value) - SUB_BITS - 1);
    // Below 2 * SUB each value has a bucket of its own.
    return shift * SUB + (int) (value >>> shift);
  }

  /// The largest value of a bucket.
  private static long top(int bucket) {
    int shift = Math.max(0, bucket / SUB - 1);
    return ((bucket - (long) shift * SUB + 1) << shift) - 1;
  }

  long count() {
    return count.get();
  }

  /// What so large a part was no slower than, microseconds; 0 when there is nothing.
  ///
  /// @param part from 0 to 1
  long percentile(double part) {
    long wanted = (long) Math.ceil(part * count.get());
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return Math.min(top(i), max.get());
      }
    }
    return max.get();
  }
}
