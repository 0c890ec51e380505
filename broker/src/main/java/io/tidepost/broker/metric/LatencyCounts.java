package io.tidepost.broker.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How often something took how long: eight classes for each power of two of microseconds, so that
/// a quantile is known to an eighth. One thread records; any thread reads, at any time.
public final class LatencyCounts {

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int SUB_BITS = 3;
  private static final int SUB_CLASSES = 1 << SUB_BITS;
  private static final int EXPONENT_MAX = 36;

  /// Number of classes.
  public static final int CLASSES = (EXPONENT_MAX - SUB_BITS + 2) * SUB_CLASSES;

  /// The sum stands behind the classes.
  private static final int SUM = CLASSES;

  private static final long MICROS_MAX = (1L << EXPONENT_MAX + 1) - 1;
  private static final long NANOS_PER_MICRO = 1000;

  private final long[] cells = new long[CLASSES + 1];

  /// Counts one that took so long; less than nothing is nothing.
  public void record(long nanos) {
    long micros = Math.clamp(nanos / NANOS_PER_MICRO, 0, MICROS_MAX);
    add(classOf(micros), 1);
    add(SUM, micros);
  }

  private void add(int cell, long more) {
    CELL.setOpaque(cells, cell, (long) CELL.getOpaque(cells, cell) + more);
  }

  static int classOf(long micros) {
    if (micros < SUB_CLASSES) {
      return (int) micros;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int shift = exponent - SUB_BITS;
    return (shift + 1) * SUB_CLASSES + (int) (micros >>> shift & SUB_CLASSES - 1);
  }

  /// The least number of microseconds that is above a class.
  static long endOf(int number) {
    if (number < SUB_CLASSES) {
      return number + 1L;
    }
    int shift = number / SUB_CLASSES - 1;
    return (long) (SUB_CLASSES + number % SUB_CLASSES + 1) << shift;
  }

  /// Adds what was counted up to now to a sum.
  public void addTo(Latencies sum) {
    for (int i = 0; i < CLASSES; i++) {
      sum.add(i, (long) CELL.getOpaque(cells, i));
    }
    sum.addMicros((long) CELL.getOpaque(cells, SUM));
  }
}
