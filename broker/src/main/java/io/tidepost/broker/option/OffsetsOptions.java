package io.tidepost.broker.option;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.OptionGroup;
import io.tidepost.base.option.Scope;

/// Committed offsets: the topic that keeps the offsets of groups.
public final class OffsetsOptions {

  /// Everything declared here.
  public static final OptionGroup GROUP = new OptionGroup("Committed offsets", Scope.READ_ONLY);

  /// Partitions of `__consumer_offsets`; it must not change once that topic exists.
  public static final Option<Integer> OFFSETS_TOPIC_NUM_PARTITIONS =
      GROUP
          .ofInt("offsets.topic.num.partitions", 50)
          .atLeast(1)
          .says("Partitions of `__consumer_offsets`; it must not change once that topic exists.");

  /// Replicas of `__consumer_offsets`; as many as there are brokers when there are fewer.
  public static final Option<Short> OFFSETS_TOPIC_REPLICATION_FACTOR =
      GROUP
          .ofShort("offsets.topic.replication.factor", (short) 3)
          .atLeast(1)
          .says(
              "Replicas of `__consumer_offsets`; as many as there are brokers when there are"
                  + " fewer.");

  /// Segment size of `__consumer_offsets` in bytes.
  public static final Option<Integer> OFFSETS_TOPIC_SEGMENT_BYTES =
      GROUP
          .ofInt("offsets.topic.segment.bytes", 104857600)
          .atLeast(1)
          .says("Segment size of `__consumer_offsets` in bytes.");

  /// Codec of batches in `__consumer_offsets`: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.
  public static final Option<Integer> OFFSETS_TOPIC_COMPRESSION_CODEC =
      GROUP
          .ofInt("offsets.topic.compression.codec", 0)
          .says(
              "Codec of batches in `__consumer_offsets`: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.");

  /// How long offsets of a group without members are kept, in minutes.
  public static final Option<Integer> OFFSETS_RETENTION_MINUTES =
      GROUP
          .ofInt("offsets.retention.minutes", 10080)
          .atLeast(1)
          .says("How long offsets of a group without members are kept, in minutes.");

  /// How often expired offsets are looked for, in milliseconds.
  public static final Option<Long> OFFSETS_RETENTION_CHECK_INTERVAL_MS =
      GROUP
          .ofLong("offsets.retention.check.interval.ms", 600000L)
          .atLeast(1)
          .says("How often expired offsets are looked for, in milliseconds.");

  /// How long a commit waits to be replicated, in milliseconds.
  public static final Option<Integer> OFFSETS_COMMIT_TIMEOUT_MS =
      GROUP
          .ofInt("offsets.commit.timeout.ms", 5000)
          .atLeast(1)
          .says("How long a commit waits to be replicated, in milliseconds.");

  /// Bytes read at once while a coordinator loads its groups.
  public static final Option<Integer> OFFSETS_LOAD_BUFFER_SIZE =
      GROUP
          .ofInt("offsets.load.buffer.size", 5242880)
          .atLeast(1)
          .says("Bytes read at once while a coordinator loads its groups.");

  /// Longest text a client may attach to a committed offset, in bytes.
  public static final Option<Integer> OFFSET_METADATA_MAX_BYTES =
      GROUP
          .ofInt("offset.metadata.max.bytes", 4096)
          .says("Longest text a client may attach to a committed offset, in bytes.");

  private OffsetsOptions() {}
}
