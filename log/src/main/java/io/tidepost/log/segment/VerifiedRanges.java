package io.tidepost.log.segment;

import java.util.Arrays;

/// Which bytes of a segment this process has checksummed (or written itself) since the segment was
/// opened: disjoint, ascending ranges. Sequential readers keep it at one.
public final class VerifiedRanges {

  /// Pairs of start (inclusive) and end (exclusive).
  private long[] bounds = new long[2];

  private int count;

  /// Adds `[from, to)`.
  public void add(long from, long to) {
    if (from >= to) {
      return;
    }
    int first = 0;
    while (first < count && bounds[2 * first + 1] < from) {
      first++;
    }
    int end = first;
    long low = from;
    long high = to;
    while (end < count && bounds[2 * end] <= to) {
      low = Math.min(low, bounds[2 * end]);
      high = Math.max(high, bounds[2 * end + 1]);
      end++;
    }
    int newCount = count - (end - first) + 1;
    if (newCount * 2 > bounds.length) {
      bounds = Arrays.copyOf(bounds, bounds.length * 2);
    }
    System.arraycopy(bounds, 2 * end, bounds, 2 * (first + 1), 2 * (count - end));
    bounds[2 * first] = low;
    bounds[2 * first + 1] = high;
    count = newCount;
  }

  /// The end of the range that contains `position`; `position` itself when none does.
  public long endFrom(long position) {
    for (int i = count - 1; i >= 0; i--) {
      if (bounds[2 * i] <= position) {
        return Math.max(position, bounds[2 * i + 1]);
      }
    }
    return position;
  }

  /// Forgets everything at or behind `position`.
  public void truncate(long position) {
    while (count > 0 && bounds[2 * count - 2] >= position) {
      count--;
    }
    if (count > 0) {
      bounds[2 * count - 1] = Math.min(bounds[2 * count - 1], position);
    }
  }

  /// Number of ranges.
  public int count() {
    return count;
  }
}
