package io.tidepost.broker.coordinator;

import io.tidepost.broker.Log;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Refusal;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One coordinator of this broker: a shard for each partition of its internal topic that is led
/// here. Any thread.
///
/// @param <S> the shard
public final class HostedShards<S extends Shard> implements PartitionListener {

  private static final Log LOG = Log.of(HostedShards.class);

  /// What a shard is started with.
  ///
  /// @param shard empty
  /// @param compression codec of what it writes
  /// @param loadBufferBytes read at once while it loads
  /// @param writeTimeoutMillis how long a client waits for its write to be committed
  public record Start<S extends Shard>(
      S shard, Compression compression, int loadBufferBytes, long writeTimeoutMillis) {}

  private final BrokerContext context;
  private final Executor pool;
  private final InternalTopic topic;
  private final Function<HostedPartition, Start<S>> starts;
  private final Map<Integer, HostedShard<S>> shards = new ConcurrentHashMap<>();

  /// @param pool threads that may block on files
  /// @param starts called when a partition starts to be led here, on its owner loop
  public HostedShards(
      BrokerContext context,
      Executor pool,
      InternalTopic topic,
      Function<HostedPartition, Start<S>> starts) {
    this.context = context;
    this.pool = pool;
    this.topic = topic;
    this.starts = starts;
  }

  public InternalTopic topic() {
    return topic;
  }

  @Override
  public void started(HostedPartition partition) {
    if (!partition.topicPartition().topic().equals(topic.name())) {
      return;
    }
    String name = partition.topicPartition().toString();
    HostedShard<S> shard =
        new HostedShard<>(
            partition,
            starts.apply(partition),
            context.clock(),
            context.randomness(),
            pool,
            message -> LOG.info("[{}] {}", name, message));
    shards.put(partition.topicPartition().partition(), shard);
    shard.start();
  }

  @Override
  public void stopped(HostedPartition partition) {
    if (partition.topicPartition().topic().equals(topic.name())) {
      HostedShard<S> shard = shards.remove(partition.topicPartition().partition());
      if (shard != null) {
        shard.stop();
      }
    }
  }

  /// The shard of a partition, `null` when it is not led here.
  public @Nullable HostedShard<S> find(int partition) {
    return shards.get(partition);
  }

  /// Lets the shard of the command's key decide.
  public void submit(Command<S> command) {
    submit(topic.partitionOf(command.key()), command);
  }

  /// Lets the shard of a partition decide.
  public void submit(int partition, Command<S> command) {
    HostedShard<S> shard = shards.get(partition);
    if (shard == null) {
      Refusal.refuse(command, ErrorCode.NOT_COORDINATOR);
    } else {
      shard.submit(command);
    }
  }

  /// Asks every shard, and hands all answers on.
  public <R> void submitToAll(Function<Reply<R>, Command<S>> command, Consumer<List<R>> complete) {
    List<HostedShard<S>> all = List.copyOf(shards.values());
    Gather<R> gather = new Gather<>(all.size(), complete);
    for (int i = 0; i < all.size(); i++) {
      int number = i;
      all.get(i).submit(command.apply(new Reply<>(answer -> gather.arrived(number, answer))));
    }
  }

  /// Has every shard decide on a command that nobody waits for.
  ///
  /// @param command made once for each shard
  public void tellAll(Function<Integer, Command<S>> command) {
    shards.forEach((partition, shard) -> shard.submit(command.apply(partition)));
  }
}
