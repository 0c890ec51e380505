package io.tidepost.cli.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// For how long no record of a partition was acknowledged. Any thread.
final class Silences {

  /// Shorter ones are not kept.
  private static final long KEPT_NANOS_MIN = 20_000_000;

  private final long[] last;
  private final List<Silence> kept = new ArrayList<>();

  /// A partition's time without an acknowledgement, from one to the next.
  record Silence(int partition, long fromNanos, long toNanos) {
    long millis() {
      return (toNanos - fromNanos) / 1_000_000;
    }
  }

  /// @param now where the first silence of each partition begins
  Silences(int partitions, long now) {
    last = new long[partitions];
    Arrays.fill(last, now);
  }

  synchronized void acknowledged(int partition, long nanos) {
    long before = last[partition];
    if (nanos - before >= KEPT_NANOS_MIN) {
      kept.add(new Silence(partition, before, nanos));
    }
    last[partition] = Math.max(before, nanos);
  }

  /// The longest silence that has anything to do with a time; one that goes on ends with it.
  synchronized Silence longest(long fromNanos, long toNanos) {
    Silence longest = new Silence(0, fromNanos, fromNanos);
    for (Silence each : kept) {
      if (each.toNanos() > fromNanos
          && each.fromNanos() < toNanos
          && each.millis() > longest.millis()) {
        longest = each;
      }
    }
    for (int partition = 0; partition < last.length; partition++) {
      if ((toNanos - last[partition]) / 1_000_000 > longest.millis()) {
        longest = new Silence(partition, last[partition], toNanos);
      }
    }
    return longest;
  }
}
