package io.tidepost.broker.group;

import io.tidepost.base.Uuid;
import io.tidepost.base.option.Options;
import io.tidepost.broker.coordinator.HostedShard;
import io.tidepost.broker.coordinator.HostedShards;
import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.option.ClassicGroupOptions;
import io.tidepost.broker.option.OffsetsOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.offset.ForgetTopic;
import io.tidepost.coordinator.group.offset.WriteMarker;
import io.tidepost.coordinator.group.share.ForgetShareTopic;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The group coordinator of this broker: one shard for each partition of `__consumer_offsets` that
/// is led here. Any thread.
public final class GroupCoordinators {

  /// The topic that keeps groups and committed offsets.
  public static final String TOPIC = "__consumer_offsets";

  /// Least value of `segment.bytes`. The broker's option may be less, and must not keep groups from
  /// being served.
  private static final int SEGMENT_BYTES_MIN = 1 << 20;

  private final BrokerContext context;
  private final Executor pool;
  private final StreamsTopics streamsTopics;
  private final HostedShards<GroupCoordinatorShard> shards;

  /// @param pool threads that may block on files
  public GroupCoordinators(BrokerContext context, Executor pool) {
    this.context = context;
    this.pool = pool;
    this.streamsTopics = new StreamsTopics(context);
    InternalTopic topic = new InternalTopic(context, TOPIC, this::topicSettings);
    this.shards = new HostedShards<>(context, pool, topic, this::shardStart);
  }

  /// Has to be told about partitions that come and go.
  public PartitionListener partitionListener() {
    return shards;
  }

  /// Makes the topics that Kafka Streams wants for itself.
  public StreamsTopics streamsTopics() {
    return streamsTopics;
  }

  public InternalTopic topic() {
    return shards.topic();
  }

  /// Lets the group's shard decide.
  public void submit(GroupCommand<?> command) {
    shards.submit(command);
  }

  /// Asks every shard, and hands all answers on.
  public <R> void submitToAll(
      Function<Reply<R>, Command<GroupCoordinatorShard>> command, Consumer<List<R>> complete) {
    shards.submitToAll(command, complete);
  }

  /// The shard that holds a group, `null` when it is not led here.
  public @Nullable HostedShard<GroupCoordinatorShard> shardOf(String groupId) {
    return shards.find(topic().partitionOf(groupId));
  }

  /// Ends a producer's transaction in one partition of [#TOPIC].
  ///
  /// @param done told [ErrorCode#NONE] once that is committed
  public void writeMarker(int partition, TransactionEnd end, Consumer<ErrorCode> done) {
    shards.submit(partition, new WriteMarker(end, new Reply<>(done)));
  }

  /// A topic was deleted: its committed offsets go too.
  public void topicDeleted(String name, Uuid id) {
    shards.tellAll(partition -> new ForgetTopic(name, id));
    shards.tellAll(partition -> new ForgetShareTopic(id));
  }

  private HostedShards.Start<GroupCoordinatorShard> shardStart(HostedPartition partition) {
    Options options = context.options().current();
    GroupOptions groups = groupOptions(options);
    int number = partition.topicPartition().partition();
    BrokerSurroundings surroundings =
        new BrokerSurroundings(context, pool, command -> shards.submit(number, command));
    return new HostedShards.Start<>(
        new GroupCoordinatorShard(groups, surroundings),
        compression(options),
        options.get(OffsetsOptions.OFFSETS_LOAD_BUFFER_SIZE),
        groups.commitTimeoutMillis());
  }

  private InternalTopic.Settings topicSettings() {
    Options options = context.options().current();
    int segmentBytes =
        Math.max(SEGMENT_BYTES_MIN, options.get(OffsetsOptions.OFFSETS_TOPIC_SEGMENT_BYTES));
    return new InternalTopic.Settings(
        options.get(OffsetsOptions.OFFSETS_TOPIC_NUM_PARTITIONS),
        options.get(OffsetsOptions.OFFSETS_TOPIC_REPLICATION_FACTOR),
        0,
        Map.of(
            "cleanup.policy",
            "compact",
            "compression.type",
            "producer",
            "segment.bytes",
            String.valueOf(segmentBytes)));
  }

  private static GroupOptions groupOptions(Options options) {
    return new GroupOptions(
        options.get(ClassicGroupOptions.GROUP_INITIAL_REBALANCE_DELAY_MS),
        options.get(ClassicGroupOptions.GROUP_MIN_SESSION_TIMEOUT_MS),
        options.get(ClassicGroupOptions.GROUP_MAX_SESSION_TIMEOUT_MS),
        options.get(ClassicGroupOptions.GROUP_MAX_SIZE),
        options.get(OffsetsOptions.OFFSET_METADATA_MAX_BYTES),
        options.get(OffsetsOptions.OFFSETS_RETENTION_MINUTES) * 60_000L,
        options.get(OffsetsOptions.OFFSETS_RETENTION_CHECK_INTERVAL_MS),
        options.get(OffsetsOptions.OFFSETS_COMMIT_TIMEOUT_MS));
  }

  private static Compression compression(Options options) {
    @Nullable Compression codec =
        Compression.of(options.get(OffsetsOptions.OFFSETS_TOPIC_COMPRESSION_CODEC));
    return codec == null ? Compression.NONE : codec;
  }
}
