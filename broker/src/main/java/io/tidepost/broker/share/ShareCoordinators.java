package io.tidepost.broker.share;

import io.tidepost.base.Uuid;
import io.tidepost.base.option.Options;
import io.tidepost.broker.api.InternalTopics;
import io.tidepost.broker.coordinator.HostedShards;
import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.option.ShareGroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.state.ShareStates;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.share.ForgetTopicState;
import io.tidepost.coordinator.share.PruneState;
import io.tidepost.coordinator.share.ShareCoordinatorShard;
import io.tidepost.coordinator.share.ShareOptions;
import io.tidepost.wire.compression.Compression;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The share coordinator of this broker: one shard for each partition of `__share_group_state` that
/// is led here, and the way to those that are not. Any thread.
public final class ShareCoordinators {

  /// The topic that keeps the state of share partitions.
  public static final String TOPIC = InternalTopics.SHARE_GROUP_STATE;

  /// Least value of `segment.bytes`. The broker's option may be less, and must not keep groups from
  /// being served.
  private static final int SEGMENT_BYTES_MIN = 1 << 20;

  private final BrokerContext context;
  private final HostedShards<ShareCoordinatorShard> shards;
  private final ShareStates states;
  private final ShareStateMaker maker;

  /// @param pool threads that may block on files
  public ShareCoordinators(BrokerContext context, Executor pool) {
    this.context = context;
    InternalTopic topic = new InternalTopic(context, TOPIC, this::topicSettings);
    this.shards = new HostedShards<>(context, pool, topic, partition -> shardStart());
    this.states = new ShareStates(context, shards);
    this.maker = new ShareStateMaker(context, topic, states);
  }

  /// Has to be told about partitions that come and go.
  public PartitionListener partitionListener() {
    return shards;
  }

  public InternalTopic topic() {
    return shards.topic();
  }

  /// The states of all share partitions, also of those that other brokers keep.
  public ShareStates states() {
    return states;
  }

  /// Makes the states that groups wait for.
  public ShareStateMaker maker() {
    return maker;
  }

  /// Lets the shard of the command's share partition decide, which has to be here.
  public void submit(Command<ShareCoordinatorShard> command) {
    shards.submit(command);
  }

  /// Asks every shard, and hands all answers on.
  public <R> void submitToAll(
      Function<Reply<R>, Command<ShareCoordinatorShard>> command, Consumer<List<R>> complete) {
    shards.submitToAll(command, complete);
  }

  /// A topic was deleted: the states of its partitions go too.
  public void topicDeleted(Uuid topicId) {
    shards.tellAll(partition -> new ForgetTopicState(topicId));
  }

  /// Asks what of a partition's log is still needed.
  void prune(int partition, Reply<Long> reply) {
    shards.submit(partition, new PruneState(reply));
  }

  private HostedShards.Start<ShareCoordinatorShard> shardStart() {
    Options options = context.options().current();
    int updates = options.get(ShareGroupOptions.SNAPSHOT_UPDATE_RECORDS_PER_SNAPSHOT);
    @Nullable Compression codec =
        Compression.of(options.get(ShareGroupOptions.STATE_TOPIC_COMPRESSION_CODEC));
    return new HostedShards.Start<>(
        new ShareCoordinatorShard(new ShareOptions(updates)),
        codec == null ? Compression.NONE : codec,
        options.get(ShareGroupOptions.LOAD_BUFFER_SIZE),
        options.get(ShareGroupOptions.WRITE_TIMEOUT_MS));
  }

  private InternalTopic.Settings topicSettings() {
    Options options = context.options().current();
    int segmentBytes =
        Math.max(SEGMENT_BYTES_MIN, options.get(ShareGroupOptions.STATE_TOPIC_SEGMENT_BYTES));
    return new InternalTopic.Settings(
        options.get(ShareGroupOptions.STATE_TOPIC_NUM_PARTITIONS),
        options.get(ShareGroupOptions.STATE_TOPIC_REPLICATION_FACTOR),
        options.get(ShareGroupOptions.STATE_TOPIC_MIN_ISR),
        Map.of(
            "cleanup.policy",
            "delete",
            "compression.type",
            "producer",
            "segment.bytes",
            String.valueOf(segmentBytes),
            "retention.ms",
            "-1"));
  }
}
