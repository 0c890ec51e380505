package io.tidepost.replica.share;

import java.util.List;

/// What was acquired.
///
/// @param ranges ascending, without overlap; empty when nothing was
public record Acquisition(List<AcquiredRange> ranges) {

  /// Nothing.
  public static final Acquisition NOTHING = new Acquisition(List.of());

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// First offset acquired.
  public long firstOffset() {
    return ranges.getFirst().firstOffset();
  }

  /// Last offset acquired.
  public long lastOffset() {
    return ranges.getLast().lastOffset();
  }

  /// Number of offsets acquired.
  public int count() {
    long count = 0;
    for (AcquiredRange range : ranges) {
      count += range.count();
    }
    return (int) count;
  }
}
