package io.tidepost.log;

import org.jspecify.annotations.Nullable;

/// What compaction would find in a log, told without reading records.
///
/// @param firstDirtyOffset before it, every key is there at most once
/// @param upperBound exclusive: offset up to which the log may be compacted
/// @param cleanBytes in segments before `firstDirtyOffset`
/// @param cleanableBytes in segments between the two
/// @param minRatio `min.cleanable.dirty.ratio`
/// @param overdueMillis for how much longer than `max.compaction.lag.ms` records have waited, 0
///   when none have
/// @param uncleanable why it cannot be compacted; `null` when it can
public record CompactionNeed(
    long firstDirtyOffset,
    long upperBound,
    long cleanBytes,
    long cleanableBytes,
    double minRatio,
    long overdueMillis,
    @Nullable String uncleanable) {

  /// Share of the bytes that is dirty, 0 to 1.
  public double ratio() {
    long total = cleanBytes + cleanableBytes;
    return total == 0 ? 0 : (double) cleanableBytes / total;
  }

  /// Whether it should be compacted now.
  public boolean isDue() {
    return uncleanable == null && cleanableBytes > 0 && (overdueMillis > 0 || ratio() > minRatio);
  }
}
