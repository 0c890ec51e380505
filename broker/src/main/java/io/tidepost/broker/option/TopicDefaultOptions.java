package io.tidepost.broker.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Synonym;
import java.util.List;

/// Topics: what a new topic gets, and defaults of topic options.
public final class TopicDefaultOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Topics", Scope.READ_ONLY);

  /// Partitions of a topic that is created without saying how many.
  public static final Option<Integer> NUM_PARTITIONS =
      GROUP
          .ofInt("num.partitions", 1)
          .atLeast(1)
          .says("Partitions of a topic that is created without saying how many.");

  /// Replicas of a topic that is created without saying how many.
  public static final Option<Integer> DEFAULT_REPLICATION_FACTOR =
      GROUP
          .ofInt("default.replication.factor", 1)
          .says("Replicas of a topic that is created without saying how many.");

  /// Whether a client that asks for an unknown topic may have it created.
  public static final Option<Boolean> AUTO_CREATE_TOPICS_ENABLE =
      GROUP
          .ofBoolean("auto.create.topics.enable", true)
          .says("Whether a client that asks for an unknown topic may have it created.");

  /// Whether topics can be deleted.
  public static final Option<Boolean> DELETE_TOPIC_ENABLE =
      GROUP.ofBoolean("delete.topic.enable", true).says("Whether topics can be deleted.");

  /// Replicas that must have a record before `acks=all` is answered.
  public static final Option<Integer> MIN_INSYNC_REPLICAS =
      GROUP
          .ofInt("min.insync.replicas", 1)
          .atLeast(1)
          .clusterWide()
          .says("Replicas that must have a record before `acks=all` is answered.");

  /// Largest batch a topic takes in bytes, after compression.
  public static final Option<Integer> MESSAGE_MAX_BYTES =
      GROUP
          .ofInt("message.max.bytes", 1048588)
          .atLeast(0)
          .clusterWide()
          .says("Largest batch a topic takes in bytes, after compression.");

  /// Codec in which batches are stored; `producer` keeps the producer's.
  public static final Option<String> COMPRESSION_TYPE =
      GROUP
          .ofString("compression.type", "producer")
          .oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer")
          .clusterWide()
          .says("Codec in which batches are stored; `producer` keeps the producer's.");

  /// Level for `compression.type=gzip`; -1 is the library's default.
  public static final Option<Integer> COMPRESSION_GZIP_LEVEL =
      GROUP
          .ofInt("compression.gzip.level", -1)
          .where(new Check.GzipLevel())
          .clusterWide()
          .says("Level for `compression.type=gzip`; -1 is the library's default.");

  /// Level for `compression.type=lz4`.
  public static final Option<Integer> COMPRESSION_LZ4_LEVEL =
      GROUP
          .ofInt("compression.lz4.level", 9)
          .between(1, 17)
          .clusterWide()
          .says("Level for `compression.type=lz4`.");

  /// Level for `compression.type=zstd`.
  public static final Option<Integer> COMPRESSION_ZSTD_LEVEL =
      GROUP
          .ofInt("compression.zstd.level", 3)
          .between(-131072, 22)
          .clusterWide()
          .says("Level for `compression.type=zstd`.");

  /// What happens to old segments. A topic that says only `compact` keeps everything for now.
  public static final Option<List<String>> LOG_CLEANUP_POLICY =
      GROUP
          .ofList("log.cleanup.policy", List.of("delete"))
          .where(new Check.Elements(List.of("compact", "delete"), true))
          .clusterWide()
          .says("`delete` removes old segments; `compact` keeps the newest record of each key.");

  /// How long records are kept, in milliseconds; -1 for ever.
  public static final Option<Long> LOG_RETENTION_MS =
      GROUP
          .ofLong("log.retention.ms", null)
          .synonyms(Synonym.minutes("log.retention.minutes"), Synonym.hours("log.retention.hours"))
          .clusterWide()
          .says("How long records are kept, in milliseconds; -1 for ever.");

  /// How long records are kept, in minutes, when `log.retention.ms` is not given.
  public static final Option<Integer> LOG_RETENTION_MINUTES =
      GROUP
          .ofInt("log.retention.minutes", null)
          .says("How long records are kept, in minutes, when `log.retention.ms` is not given.");

  /// How long records are kept, in hours, when neither of the finer options is given.
  public static final Option<Integer> LOG_RETENTION_HOURS =
      GROUP
          .ofInt("log.retention.hours", 168)
          .says("How long records are kept, in hours, when neither of the finer options is given.");

  /// Bytes kept per partition; -1 without bound.
  public static final Option<Long> LOG_RETENTION_BYTES =
      GROUP
          .ofLong("log.retention.bytes", -1L)
          .clusterWide()
          .says("Bytes kept per partition; -1 without bound.");

  /// Size at which a partition starts a new segment, in bytes.
  public static final Option<Integer> LOG_SEGMENT_BYTES =
      GROUP
          .ofInt("log.segment.bytes", 1073741824)
          .atLeast(1048576)
          .clusterWide()
          .says("Size at which a partition starts a new segment, in bytes.");

  /// Age at which a partition starts a new segment, in milliseconds.
  public static final Option<Long> LOG_ROLL_MS =
      GROUP
          .ofLong("log.roll.ms", null)
          .synonyms(Synonym.hours("log.roll.hours"))
          .clusterWide()
          .says("Age at which a partition starts a new segment, in milliseconds.");

  /// Age at which a partition starts a new segment, in hours, when `log.roll.ms` is not given.
  public static final Option<Integer> LOG_ROLL_HOURS =
      GROUP
          .ofInt("log.roll.hours", 168)
          .atLeast(1)
          .says(
              "Age at which a partition starts a new segment, in hours, when `log.roll.ms` is not"
                  + " given.");

  /// The most that is taken off that age at random, in milliseconds.
  public static final Option<Long> LOG_ROLL_JITTER_MS =
      GROUP
          .ofLong("log.roll.jitter.ms", null)
          .synonyms(Synonym.hours("log.roll.jitter.hours"))
          .clusterWide()
          .says("The most that is taken off that age at random, in milliseconds.");

  /// The most that is taken off that age at random, in hours, when `log.roll.jitter.ms` is not
  /// given.
  public static final Option<Integer> LOG_ROLL_JITTER_HOURS =
      GROUP
          .ofInt("log.roll.jitter.hours", 0)
          .atLeast(0)
          .says(
              "The most that is taken off that age at random, in hours, when `log.roll.jitter.ms`"
                  + " is not given.");

  /// Bytes of records between two entries of the offset index.
  public static final Option<Integer> LOG_INDEX_INTERVAL_BYTES =
      GROUP
          .ofInt("log.index.interval.bytes", 4096)
          .atLeast(0)
          .clusterWide()
          .says("Bytes of records between two entries of the offset index.");

  /// Largest offset index in bytes.
  public static final Option<Integer> LOG_INDEX_SIZE_MAX_BYTES =
      GROUP
          .ofInt("log.index.size.max.bytes", 10485760)
          .atLeast(4)
          .clusterWide()
          .says("Largest offset index in bytes.");

  /// How long a deleted segment's files stay, in milliseconds.
  public static final Option<Long> LOG_SEGMENT_DELETE_DELAY_MS =
      GROUP
          .ofLong("log.segment.delete.delay.ms", 60000L)
          .atLeast(0)
          .clusterWide()
          .says("How long a deleted segment's files stay, in milliseconds.");

  /// Whether a record's timestamp is the producer's (`CreateTime`) or the broker's
  /// (`LogAppendTime`).
  public static final Option<String> LOG_MESSAGE_TIMESTAMP_TYPE =
      GROUP
          .ofString("log.message.timestamp.type", "CreateTime")
          .oneOf("CreateTime", "LogAppendTime")
          .clusterWide()
          .says(
              "Whether a record's timestamp is the producer's (`CreateTime`) or the broker's"
                  + " (`LogAppendTime`).");

  /// How far in the past a producer's timestamp may lie, in milliseconds.
  public static final Option<Long> LOG_MESSAGE_TIMESTAMP_BEFORE_MAX_MS =
      GROUP
          .ofLong("log.message.timestamp.before.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .says("How far in the past a producer's timestamp may lie, in milliseconds.");

  /// How far in the future a producer's timestamp may lie, in milliseconds.
  public static final Option<Long> LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS =
      GROUP
          .ofLong("log.message.timestamp.after.max.ms", 3600000L)
          .atLeast(0)
          .clusterWide()
          .says("How far in the future a producer's timestamp may lie, in milliseconds.");

  public static final Option<Long> UNCLEAN_LEADER_ELECTION_INTERVAL_MS =
      GROUP
          .ofLong("unclean.leader.election.interval.ms", 300000L)
          .atLeast(1)
          .internal()
          .says(
              "How often partitions without a leader are looked at again, in milliseconds: an"
                  + " unclean election may have been allowed since.");

  static {
    GROUP
        .ofBoolean("log.preallocate", false)
        .clusterWide()
        .noEffect(Reasons.NO_PREALLOCATION)
        .says("Whether a new segment's file gets its full size at once.");
    GROUP
        .ofLong("log.flush.interval.messages", Long.MAX_VALUE)
        .atLeast(1)
        .clusterWide()
        .noEffect(Reasons.DURABILITY)
        .says("Records after which a log is synced.");
    GROUP
        .ofLong("log.flush.interval.ms", null)
        .synonyms(Synonym.of("log.flush.scheduler.interval.ms"))
        .clusterWide()
        .noEffect(Reasons.DURABILITY)
        .says("Time after which a log is synced, in milliseconds.");
    GROUP
        .ofLong("log.local.retention.ms", -2L)
        .atLeast(-2)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says(
            "How long records stay on the local disk once they are in remote storage, in"
                + " milliseconds.");
    GROUP
        .ofLong("log.local.retention.bytes", -2L)
        .atLeast(-2)
        .clusterWide()
        .noEffect(Reasons.NO_REMOTE_STORAGE)
        .says("Bytes that stay on the local disk once they are in remote storage.");
    GROUP
        .ofBoolean("unclean.leader.election.enable", false)
        .clusterWide()
        .says("Whether a replica that may lack records can become leader.");
  }

  private TopicDefaultOptions() {}
}
