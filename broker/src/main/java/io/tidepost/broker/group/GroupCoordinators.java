package io.tidepost.broker.group;

import io.tidepost.base.Uuid;
import io.tidepost.base.option.Options;
import io.tidepost.broker.Log;
import io.tidepost.broker.option.ClassicGroupOptions;
import io.tidepost.broker.option.OffsetsOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.offset.ForgetTopic;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Refusal;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The group coordinator of this broker: one shard for each partition of `__consumer_offsets` that
/// is led here. Any thread.
public final class GroupCoordinators implements PartitionListener {

  private static final Log LOG = Log.of(GroupCoordinators.class);

  private final BrokerContext context;
  private final Executor pool;
  private final OffsetsTopic topic;
  private final Map<Integer, HostedShard> shards = new ConcurrentHashMap<>();

  /// @param pool threads that may block on files
  public GroupCoordinators(BrokerContext context, Executor pool) {
    this.context = context;
    this.pool = pool;
    this.topic = new OffsetsTopic(context);
  }

  public OffsetsTopic topic() {
    return topic;
  }

  @Override
  public void started(HostedPartition partition) {
    if (!partition.topicPartition().topic().equals(OffsetsTopic.NAME)) {
      return;
    }
    Options options = context.options().current();
    String name = partition.topicPartition().toString();
    HostedShard shard =
        new HostedShard(
            partition,
            groupOptions(options),
            compression(options),
            options.get(OffsetsOptions.OFFSETS_LOAD_BUFFER_SIZE),
            context.clock(),
            context.randomness(),
            pool,
            message -> LOG.info("[{}] {}", name, message));
    shards.put(partition.topicPartition().partition(), shard);
    shard.start();
  }

  @Override
  public void stopped(HostedPartition partition) {
    if (partition.topicPartition().topic().equals(OffsetsTopic.NAME)) {
      HostedShard shard = shards.remove(partition.topicPartition().partition());
      if (shard != null) {
        shard.stop();
      }
    }
  }

  /// Lets the group's shard decide.
  public void submit(GroupCommand<?> command) {
    HostedShard shard = shards.get(topic.partitionOf(command.key()));
    if (shard == null) {
      Refusal.refuse(command, ErrorCode.NOT_COORDINATOR);
    } else {
      shard.submit(command);
    }
  }

  /// Asks every shard, and hands all answers on.
  public <R> void submitToAll(
      Function<Reply<R>, Command<GroupCoordinatorShard>> command, Consumer<List<R>> complete) {
    List<HostedShard> all = List.copyOf(shards.values());
    Gather<R> gather = new Gather<>(all.size(), complete);
    for (int i = 0; i < all.size(); i++) {
      int number = i;
      all.get(i).submit(command.apply(new Reply<>(answer -> gather.arrived(number, answer))));
    }
  }

  /// A topic was deleted: its committed offsets go too.
  public void topicDeleted(String name, Uuid id) {
    shards.values().forEach(shard -> shard.submit(new ForgetTopic(name, id)));
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
