package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import java.util.List;

/// Storage: where data lies and how it is looked after.
public final class LogOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Storage", Scope.READ_ONLY);

  /// Directories that hold the partitions; several spread the load.
  public static final Option<List<String>> LOG_DIRS =
      GROUP
          .ofList("log.dirs", null)
          .where(new Check.Elements(List.of(), false))
          .says("Directories that hold the partitions; several spread the load.");

  /// One directory that holds the partitions, when `log.dirs` is not given.
  public static final Option<List<String>> LOG_DIR =
      GROUP
          .ofList("log.dir", List.of("data/kafka-logs"))
          .where(new Check.Elements(List.of(), false))
          .says("One directory that holds the partitions, when `log.dirs` is not given.");

  /// How often old segments are looked for, in milliseconds.
  public static final Option<Long> LOG_RETENTION_CHECK_INTERVAL_MS =
      GROUP
          .ofLong("log.retention.check.interval.ms", 300000L)
          .atLeast(1)
          .says("How often old segments are looked for, in milliseconds.");

  /// How often recovery points are written down, in milliseconds.
  public static final Option<Integer> LOG_FLUSH_OFFSET_CHECKPOINT_INTERVAL_MS =
      GROUP
          .ofInt("log.flush.offset.checkpoint.interval.ms", 60000)
          .atLeast(0)
          .says(
              "How often the recovery points are written down, with log start offsets and high"
                  + " watermarks, in milliseconds; a directory that has vanished is noticed then at"
                  + " the latest.");

  static {
    GROUP
        .ofInt("num.recovery.threads.per.data.dir", 2)
        .atLeast(1)
        .noEffect(Reasons.NO_POOL)
        .says("Threads per directory that open and recover logs at start.");
    GROUP
        .ofLong("log.initial.task.delay.ms", 30000L)
        .atLeast(0)
        .internal()
        .noEffect(Reasons.NO_SUCH_PART)
        .says("How long after the start that begins, in milliseconds.");
    GROUP
        .ofLong("log.dir.failure.timeout.ms", 30000L)
        .atLeast(1)
        .noEffect(Reasons.ONE_NODE)
        .says(
            "How long a broker with a failed directory tries to tell the controller before it"
                + " stops, in milliseconds.");
    GROUP
        .ofLong("log.flush.scheduler.interval.ms", Long.MAX_VALUE)
        .noEffect(Reasons.DURABILITY)
        .says("How often logs are looked at for a due sync, in milliseconds.");
    GROUP
        .ofInt("log.flush.start.offset.checkpoint.interval.ms", 60000)
        .atLeast(0)
        .noEffect(Reasons.DERIVED)
        .says("How often log start offsets are written down, in milliseconds.");
    GROUP
        .ofInt("num.replica.alter.log.dirs.threads", null)
        .noEffect(Reasons.MOVES_ON_POOL)
        .says("Threads that move partitions between directories.");
    GROUP
        .ofList("cordoned.log.dirs", List.of())
        .where(new Check.Elements(List.of(), true))
        .refused(Reasons.NO_CORDON)
        .says("Directories that get no new partitions.");
  }

  private LogOptions() {}
}
