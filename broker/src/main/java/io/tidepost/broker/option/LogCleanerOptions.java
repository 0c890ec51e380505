package io.tidepost.broker.option;

import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Log cleaner: how compacted topics are compacted.
public final class LogCleanerOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Log cleaner", Scope.READ_ONLY);

  static {
    GROUP
        .ofBoolean("log.cleaner.enable", true)
        .noEffect(Reasons.NO_COMPACTION)
        .says("Whether compacted topics are compacted.");
    GROUP
        .ofInt("log.cleaner.threads", 1)
        .atLeast(0)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("Threads that compact.");
    GROUP
        .ofLong("log.cleaner.backoff.ms", 15000L)
        .atLeast(0)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("Pause when there is nothing to compact, in milliseconds.");
    GROUP
        .ofLong("log.cleaner.dedupe.buffer.size", 134217728L)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("Memory for finding newest keys, in bytes over all cleaner threads.");
    GROUP
        .ofDouble("log.cleaner.io.buffer.load.factor", 0.9)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("How full that memory may get.");
    GROUP
        .ofInt("log.cleaner.io.buffer.size", 524288)
        .atLeast(0)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("Memory for reading and writing while compacting, in bytes.");
    GROUP
        .ofDouble("log.cleaner.io.max.bytes.per.second", Double.MAX_VALUE)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("Bytes per second that compaction may read and write.");
    GROUP
        .ofLong("log.cleaner.delete.retention.ms", 86400000L)
        .atLeast(0)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("How long a compacted topic keeps tombstones, in milliseconds.");
    GROUP
        .ofDouble("log.cleaner.min.cleanable.ratio", 0.5)
        .between(0, 1)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("Share of a log that must be dirty before it is compacted.");
    GROUP
        .ofLong("log.cleaner.min.compaction.lag.ms", 0L)
        .atLeast(0)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("How long a record stays uncompacted at least, in milliseconds.");
    GROUP
        .ofLong("log.cleaner.max.compaction.lag.ms", Long.MAX_VALUE)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.NO_COMPACTION)
        .says("How long a record stays uncompacted at most, in milliseconds.");
  }

  private LogCleanerOptions() {}
}
