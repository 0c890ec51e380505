package io.tidepost.log.option;

import io.tidepost.base.option.Check;
import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.OptionSet;
import io.tidepost.base.option.Scope;
import io.tidepost.base.option.Synonym;
import java.util.List;
import java.util.stream.Stream;

/// Topic options: what can be set on one topic.
public final class TopicOptions {

  private static final String CLASSIC_GROUPS_ONLY =
      "only classic groups are served by this version";

  private static final String DURABILITY =
      "`tidepost.durability` decides what is synced before a record is acknowledged";

  private static final String NO_PREALLOCATION = "segments grow as they are written";

  private static final String NO_REMOTE_STORAGE = "remote storage is not supported by this version";

  private static final String NO_SUCH_PART =
      "the part of Apache Kafka that it tunes does not exist here";

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Topic options", Scope.TOPIC);

  /// What happens to old segments. A topic that says only `compact` keeps everything for now.
  public static final Option<List<String>> CLEANUP_POLICY =
      GROUP
          .ofList("cleanup.policy", List.of("delete"))
          .where(new Check.Elements(List.of("compact", "delete"), true))
          .synonyms(Synonym.of("log.cleanup.policy"))
          .says("`delete` removes old segments; `compact` keeps the newest record of each key.");

  /// How long records are kept, in milliseconds; -1 for ever.
  public static final Option<Long> RETENTION_MS =
      GROUP
          .ofLong("retention.ms", 604800000L)
          .atLeast(-1)
          .synonyms(
              Synonym.of("log.retention.ms"),
              Synonym.minutes("log.retention.minutes"),
              Synonym.hours("log.retention.hours"))
          .says("How long records are kept, in milliseconds; -1 for ever.");

  /// Bytes kept per partition; -1 without bound.
  public static final Option<Long> RETENTION_BYTES =
      GROUP
          .ofLong("retention.bytes", -1L)
          .synonyms(Synonym.of("log.retention.bytes"))
          .says("Bytes kept per partition; -1 without bound.");

  /// Size at which a partition starts a new segment, in bytes.
  public static final Option<Integer> SEGMENT_BYTES =
      GROUP
          .ofInt("segment.bytes", 1073741824)
          .atLeast(1048576)
          .synonyms(Synonym.of("log.segment.bytes"))
          .says("Size at which a partition starts a new segment, in bytes.");

  /// Age at which a partition starts a new segment, in milliseconds.
  public static final Option<Long> SEGMENT_MS =
      GROUP
          .ofLong("segment.ms", 604800000L)
          .atLeast(1)
          .synonyms(Synonym.of("log.roll.ms"), Synonym.hours("log.roll.hours"))
          .says("Age at which a partition starts a new segment, in milliseconds.");

  /// The most that is taken off that age at random, in milliseconds.
  public static final Option<Long> SEGMENT_JITTER_MS =
      GROUP
          .ofLong("segment.jitter.ms", 0L)
          .atLeast(0)
          .synonyms(Synonym.of("log.roll.jitter.ms"), Synonym.hours("log.roll.jitter.hours"))
          .says("The most that is taken off that age at random, in milliseconds.");

  /// Largest offset index in bytes.
  public static final Option<Integer> SEGMENT_INDEX_BYTES =
      GROUP
          .ofInt("segment.index.bytes", 10485760)
          .atLeast(4)
          .synonyms(Synonym.of("log.index.size.max.bytes"))
          .says("Largest offset index in bytes.");

  /// Bytes of records between two entries of the offset index.
  public static final Option<Integer> INDEX_INTERVAL_BYTES =
      GROUP
          .ofInt("index.interval.bytes", 4096)
          .atLeast(0)
          .synonyms(Synonym.of("log.index.interval.bytes"))
          .says("Bytes of records between two entries of the offset index.");

  /// How long a deleted segment's files stay, in milliseconds.
  public static final Option<Long> FILE_DELETE_DELAY_MS =
      GROUP
          .ofLong("file.delete.delay.ms", 60000L)
          .atLeast(0)
          .synonyms(Synonym.of("log.segment.delete.delay.ms"))
          .says("How long a deleted segment's files stay, in milliseconds.");

  /// Largest batch in bytes, after compression.
  public static final Option<Integer> MAX_MESSAGE_BYTES =
      GROUP
          .ofInt("max.message.bytes", 1048588)
          .atLeast(0)
          .synonyms(Synonym.of("message.max.bytes"))
          .says("Largest batch in bytes, after compression.");

  /// Replicas that must have a record before `acks=all` is answered.
  public static final Option<Integer> MIN_INSYNC_REPLICAS =
      GROUP
          .ofInt("min.insync.replicas", 1)
          .atLeast(1)
          .synonyms(Synonym.of("min.insync.replicas"))
          .says("Replicas that must have a record before `acks=all` is answered.");

  /// Codec in which batches are stored; `producer` keeps the producer's.
  public static final Option<String> COMPRESSION_TYPE =
      GROUP
          .ofString("compression.type", "producer")
          .oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer")
          .synonyms(Synonym.of("compression.type"))
          .says("Codec in which batches are stored; `producer` keeps the producer's.");

  /// Level for `compression.type=gzip`; -1 is the library's default.
  public static final Option<Integer> COMPRESSION_GZIP_LEVEL =
      GROUP
          .ofInt("compression.gzip.level", -1)
          .where(new Check.GzipLevel())
          .synonyms(Synonym.of("compression.gzip.level"))
          .says("Level for `compression.type=gzip`; -1 is the library's default.");

  /// Level for `compression.type=lz4`.
  public static final Option<Integer> COMPRESSION_LZ4_LEVEL =
      GROUP
          .ofInt("compression.lz4.level", 9)
          .between(1, 17)
          .synonyms(Synonym.of("compression.lz4.level"))
          .says("Level for `compression.type=lz4`.");

  /// Level for `compression.type=zstd`.
  public static final Option<Integer> COMPRESSION_ZSTD_LEVEL =
      GROUP
          .ofInt("compression.zstd.level", 3)
          .between(-131072, 22)
          .synonyms(Synonym.of("compression.zstd.level"))
          .says("Level for `compression.type=zstd`.");

  /// Whether a record's timestamp is the producer's (`CreateTime`) or the broker's
  /// (`LogAppendTime`).
  public static final Option<String> MESSAGE_TIMESTAMP_TYPE =
      GROUP
          .ofString("message.timestamp.type", "CreateTime")
          .oneOf("CreateTime", "LogAppendTime")
          .synonyms(Synonym.of("log.message.timestamp.type"))
          .says(
              "Whether a record's timestamp is the producer's (`CreateTime`) or the broker's"
                  + " (`LogAppendTime`).");

  /// How far in the past a producer's timestamp may lie, in milliseconds.
  public static final Option<Long> MESSAGE_TIMESTAMP_BEFORE_MAX_MS =
      GROUP
          .ofLong("message.timestamp.before.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .synonyms(Synonym.of("log.message.timestamp.before.max.ms"))
          .says("How far in the past a producer's timestamp may lie, in milliseconds.");

  /// How far in the future a producer's timestamp may lie, in milliseconds.
  public static final Option<Long> MESSAGE_TIMESTAMP_AFTER_MAX_MS =
      GROUP
          .ofLong("message.timestamp.after.max.ms", 3600000L)
          .atLeast(0)
          .synonyms(Synonym.of("log.message.timestamp.after.max.ms"))
          .says("How far in the future a producer's timestamp may lie, in milliseconds.");

  /// `disk`: acknowledged means synced on every in-sync replica; `os`: in the page cache, as in
  /// Apache Kafka.
  public static final Option<String> TIDEPOST_DURABILITY =
      GROUP
          .ofString("tidepost.durability", "disk")
          .oneOf("disk", "os")
          .synonyms(Synonym.of("tidepost.durability"))
          .says(
              "`disk`: a record is acknowledged when it is synced on every in-sync replica; `os`:"
                  + " when it is in their page cache, as in Apache Kafka.");

  /// Whether every record of a compressed batch is looked at before it is stored.
  public static final Option<Boolean> TIDEPOST_VALIDATE_COMPRESSED =
      GROUP
          .ofBoolean("tidepost.validate.compressed", false)
          .synonyms(Synonym.of("tidepost.validate.compressed"))
          .says(
              "Whether compressed batches are decompressed and every record in them is checked"
                  + " before they are stored; else their header and checksum are, while"
                  + " uncompressed batches are always checked in full.");

  /// Whether share groups may write undeliverable records to this topic.
  public static final Option<Boolean> ERRORS_DEADLETTERQUEUE_GROUP_ENABLE =
      GROUP
          .ofBoolean("errors.deadletterqueue.group.enable", false)
          .says("Whether share groups may write undeliverable records to this topic.");

  /// How long a compacted topic keeps tombstones, in milliseconds.
  public static final Option<Long> DELETE_RETENTION_MS =
      GROUP
          .ofLong("delete.retention.ms", 86400000L)
          .atLeast(0)
          .synonyms(Synonym.of("log.cleaner.delete.retention.ms"))
          .says("How long a compacted topic keeps tombstones, in milliseconds.");

  /// Share of a log that must be dirty before it is compacted.
  public static final Option<Double> MIN_CLEANABLE_DIRTY_RATIO =
      GROUP
          .ofDouble("min.cleanable.dirty.ratio", 0.5)
          .between(0, 1)
          .synonyms(Synonym.of("log.cleaner.min.cleanable.ratio"))
          .says("Share of a log that must be dirty before it is compacted.");

  /// How long a record stays uncompacted at least, in milliseconds.
  public static final Option<Long> MIN_COMPACTION_LAG_MS =
      GROUP
          .ofLong("min.compaction.lag.ms", 0L)
          .atLeast(0)
          .synonyms(Synonym.of("log.cleaner.min.compaction.lag.ms"))
          .says("How long a record stays uncompacted at least, in milliseconds.");

  /// How long a record stays uncompacted at most, in milliseconds.
  public static final Option<Long> MAX_COMPACTION_LAG_MS =
      GROUP
          .ofLong("max.compaction.lag.ms", Long.MAX_VALUE)
          .atLeast(1)
          .synonyms(Synonym.of("log.cleaner.max.compaction.lag.ms"))
          .says("How long a record stays uncompacted at most, in milliseconds.");

  /// Replicas whose leader is throttled.
  public static final Option<List<String>> LEADER_REPLICATION_THROTTLED_REPLICAS =
      GROUP
          .ofList("leader.replication.throttled.replicas", List.of())
          .where(new Check.ThrottledReplicas())
          .says(
              "Replicas, by their leaders' brokers, that are sent no more than"
                  + " `leader.replication.throttled.rate` while they are not in sync.");

  /// Replicas whose follower is throttled.
  public static final Option<List<String>> FOLLOWER_REPLICATION_THROTTLED_REPLICAS =
      GROUP
          .ofList("follower.replication.throttled.replicas", List.of())
          .where(new Check.ThrottledReplicas())
          .says(
              "Replicas that fetch no more than `follower.replication.throttled.rate` while they"
                  + " are not in sync.");

  /// What is asked of keys: nothing, an id that is known, or everything that its schema says.
  public static final Option<String> TIDEPOST_KEY_SCHEMA_VALIDATION =
      GROUP
          .ofString("tidepost.key.schema.validation", "off")
          .oneOf("off", "id", "full")
          .says("What is asked of keys; see `tidepost.value.schema.validation`.");

  /// What is asked of values: nothing, an id that is known, or everything that its schema says.
  public static final Option<String> TIDEPOST_VALUE_SCHEMA_VALIDATION =
      GROUP
          .ofString("tidepost.value.schema.validation", "off")
          .oneOf("off", "id", "full")
          .says(
              "What is asked of values: `id`: they name a schema that is registered under the right"
                  + " subject; `full`: they also decode under it and keep to its constraints; null"
                  + " is always allowed.");

  /// What becomes of records that break the contract.
  public static final Option<String> TIDEPOST_SCHEMA_VIOLATION =
      GROUP
          .ofString("tidepost.schema.violation", "reject")
          .oneOf("reject", "quarantine")
          .says(
              "What becomes of a record that breaks its schema: `reject` refuses its whole batch;"
                  + " `quarantine` takes it out of the batch and copies it to"
                  + " `tidepost.schema.quarantine.topic`.");

  /// Where records go that broke the contract.
  public static final Option<String> TIDEPOST_SCHEMA_QUARANTINE_TOPIC =
      GROUP
          .ofString("tidepost.schema.quarantine.topic", "")
          .says(
              "Topic that gets the records of `tidepost.schema.violation=quarantine`, with the"
                  + " reason in their headers.");

  /// Confluent's name for `tidepost.key.schema.validation=id`.
  public static final Option<Boolean> CONFLUENT_KEY_SCHEMA_VALIDATION =
      GROUP
          .ofBoolean("confluent.key.schema.validation", false)
          .says("Confluent's name for `tidepost.key.schema.validation=id`.");

  /// Confluent's name for `tidepost.value.schema.validation=id`.
  public static final Option<Boolean> CONFLUENT_VALUE_SCHEMA_VALIDATION =
      GROUP
          .ofBoolean("confluent.value.schema.validation", false)
          .says("Confluent's name for `tidepost.value.schema.validation=id`.");

  private static final String STRATEGIES = "io.confluent.kafka.serializers.subject.";

  /// Under which subject a key's schema has to be registered.
  public static final Option<String> CONFLUENT_KEY_SUBJECT_NAME_STRATEGY =
      GROUP
          .ofString("confluent.key.subject.name.strategy", STRATEGIES + "TopicNameStrategy")
          .where(new Check.OneOf(strategies()))
          .says("Under which subject a key's schema has to be registered.");

  /// Under which subject a value's schema has to be registered.
  public static final Option<String> CONFLUENT_VALUE_SUBJECT_NAME_STRATEGY =
      GROUP
          .ofString("confluent.value.subject.name.strategy", STRATEGIES + "TopicNameStrategy")
          .where(new Check.OneOf(strategies()))
          .says("Under which subject a value's schema has to be registered.");

  private static List<String> strategies() {
    return Stream.of("TopicNameStrategy", "RecordNameStrategy", "TopicRecordNameStrategy")
        .flatMap(name -> Stream.of(name, STRATEGIES + name))
        .toList();
  }

  static {
    GROUP
        .ofLong("flush.messages", Long.MAX_VALUE)
        .atLeast(1)
        .noEffect(DURABILITY)
        .synonyms(Synonym.of("log.flush.interval.messages"))
        .says("Records after which the log is synced.");
    GROUP
        .ofLong("flush.ms", Long.MAX_VALUE)
        .atLeast(0)
        .noEffect(DURABILITY)
        .synonyms(
            Synonym.of("log.flush.interval.ms"), Synonym.of("log.flush.scheduler.interval.ms"))
        .says("Time after which the log is synced, in milliseconds.");
    GROUP
        .ofBoolean("preallocate", false)
        .noEffect(NO_PREALLOCATION)
        .synonyms(Synonym.of("log.preallocate"))
        .says("Whether a new segment's file gets its full size at once.");
    GROUP
        .ofBoolean("unclean.leader.election.enable", false)
        .synonyms(Synonym.of("unclean.leader.election.enable"))
        .says("Whether a replica that may lack records can become leader.");
    GROUP
        .ofBoolean("remote.storage.enable", false)
        .noEffect(NO_REMOTE_STORAGE)
        .says("Whether closed segments go to remote storage.");
    GROUP
        .ofLong("local.retention.ms", -2L)
        .atLeast(-2)
        .noEffect(NO_REMOTE_STORAGE)
        .synonyms(Synonym.of("log.local.retention.ms"))
        .says(
            "How long records stay on the local disk once they are in remote storage, in"
                + " milliseconds; -2 follows `retention.ms`.");
    GROUP
        .ofLong("local.retention.bytes", -2L)
        .atLeast(-2)
        .noEffect(NO_REMOTE_STORAGE)
        .synonyms(Synonym.of("log.local.retention.bytes"))
        .says(
            "Bytes that stay on the local disk once they are in remote storage; -2 follows"
                + " `retention.bytes`.");
    GROUP
        .ofBoolean("remote.log.copy.disable", false)
        .noEffect(NO_REMOTE_STORAGE)
        .says("Whether no more segments are copied to remote storage.");
    GROUP
        .ofBoolean("remote.log.delete.on.disable", false)
        .noEffect(NO_REMOTE_STORAGE)
        .says("Whether remote segments are deleted when remote storage is switched off.");
    GROUP
        .ofLong("remote.copy.lag.ms", 0L)
        .atLeast(-1)
        .noEffect(NO_REMOTE_STORAGE)
        .says("Age from which a closed segment may be copied to remote storage, in milliseconds.");
    GROUP
        .ofLong("remote.copy.lag.bytes", 0L)
        .atLeast(-1)
        .noEffect(NO_REMOTE_STORAGE)
        .says(
            "Bytes of newer records from which a closed segment may be copied to remote storage.");
    GROUP
        .ofInt("internal.segment.bytes", null)
        .internal()
        .noEffect(NO_SUCH_PART)
        .says("Segment size below the usual bound, in bytes.");
  }

  /// Found by name.
  public static final OptionSet ALL = new OptionSet(List.of(GROUP));

  private TopicOptions() {}
}
