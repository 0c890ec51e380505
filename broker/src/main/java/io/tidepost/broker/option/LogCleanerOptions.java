package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Log cleaner: how compacted topics are compacted.
public final class LogCleanerOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Log cleaner", Scope.READ_ONLY);

  /// Whether compacted topics are compacted.
  public static final Option<Boolean> LOG_CLEANER_ENABLE =
      GROUP.ofBoolean("log.cleaner.enable", true).says("Whether compacted topics are compacted.");

  /// Threads that compact.
  public static final Option<Integer> LOG_CLEANER_THREADS =
      GROUP.ofInt("log.cleaner.threads", 1).atLeast(0).clusterWide().says("Threads that compact.");

  /// Pause when there is nothing to compact, in milliseconds.
  public static final Option<Long> LOG_CLEANER_BACKOFF_MS =
      GROUP
          .ofLong("log.cleaner.backoff.ms", 15000L)
          .atLeast(0)
          .clusterWide()
          .says("Pause when there is nothing to compact, in milliseconds.");

  /// Memory for finding newest keys, in bytes over all cleaner threads.
  public static final Option<Long> LOG_CLEANER_DEDUPE_BUFFER_SIZE =
      GROUP
          .ofLong("log.cleaner.dedupe.buffer.size", 134217728L)
          .clusterWide()
          .says("Memory for finding newest keys, in bytes over all cleaner threads.");

  /// How full that memory may get.
  public static final Option<Double> LOG_CLEANER_IO_BUFFER_LOAD_FACTOR =
      GROUP
          .ofDouble("log.cleaner.io.buffer.load.factor", 0.9)
          .clusterWide()
          .says("How full that memory may get.");

  /// Memory for reading and writing while compacting, in bytes.
  public static final Option<Integer> LOG_CLEANER_IO_BUFFER_SIZE =
      GROUP
          .ofInt("log.cleaner.io.buffer.size", 524288)
          .atLeast(0)
          .clusterWide()
          .says("Memory for reading and writing while compacting, in bytes.");

  /// Bytes per second that compaction may read and write.
  public static final Option<Double> LOG_CLEANER_IO_MAX_BYTES_PER_SECOND =
      GROUP
          .ofDouble("log.cleaner.io.max.bytes.per.second", Double.MAX_VALUE)
          .clusterWide()
          .says("Bytes per second that compaction may read and write.");

  static {
    GROUP
        .ofLong("log.cleaner.delete.retention.ms", 86400000L)
        .atLeast(0)
        .clusterWide()
        .says("How long a compacted topic keeps tombstones, in milliseconds.");
    GROUP
        .ofDouble("log.cleaner.min.cleanable.ratio", 0.5)
        .between(0, 1)
        .clusterWide()
        .says("Share of a log that must be dirty before it is compacted.");
    GROUP
        .ofLong("log.cleaner.min.compaction.lag.ms", 0L)
        .atLeast(0)
        .clusterWide()
        .says("How long a record stays uncompacted at least, in milliseconds.");
    GROUP
        .ofLong("log.cleaner.max.compaction.lag.ms", Long.MAX_VALUE)
        .atLeast(1)
        .clusterWide()
        .says("How long a record stays uncompacted at most, in milliseconds.");
  }

  private LogCleanerOptions() {}
}
