package io.tidepost.log;

/// The topic options of compaction, typed.
///
/// @param minCleanableRatio `min.cleanable.dirty.ratio`, 0 to 1
/// @param deleteRetentionMillis `delete.retention.ms`: how long tombstones stay
/// @param minLagMillis `min.compaction.lag.ms`
/// @param maxLagMillis `max.compaction.lag.ms`
public record CompactionConfig(
    double minCleanableRatio, long deleteRetentionMillis, long minLagMillis, long maxLagMillis) {

  /// Kafka's defaults.
  public static final CompactionConfig DEFAULT =
      new CompactionConfig(0.5, 24L * 3600 * 1000, 0, Long.MAX_VALUE);
}
