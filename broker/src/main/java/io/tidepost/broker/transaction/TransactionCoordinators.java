package io.tidepost.broker.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.option.Options;
import io.tidepost.broker.coordinator.HostedShards;
import io.tidepost.broker.coordinator.InternalTopic;
import io.tidepost.broker.option.TransactionOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.broker.storage.PartitionListener;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Refusal;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.transaction.AddPartitions;
import io.tidepost.coordinator.transaction.MarkerOrder;
import io.tidepost.coordinator.transaction.MarkersWritten;
import io.tidepost.coordinator.transaction.TransactionCommand;
import io.tidepost.coordinator.transaction.TransactionCoordinatorShard;
import io.tidepost.coordinator.transaction.TransactionEffects;
import io.tidepost.coordinator.transaction.VerifyPartitions;
import io.tidepost.replica.TransactionGate;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.compression.Compression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/// The transaction coordinator of this broker: one shard for each partition of
/// `__transaction_state` that is led here. Any thread.
public final class TransactionCoordinators {

  /// The topic that keeps transactions.
  public static final String TOPIC = "__transaction_state";

  /// Least value of `segment.bytes`. The broker's option may be less, and must not keep
  /// transactions from being served.
  private static final int SEGMENT_BYTES_MIN = 1 << 20;

  private static final long WRITE_TIMEOUT_MILLIS = 5000;

  private final BrokerContext context;
  private final HostedShards<TransactionCoordinatorShard> shards;
  private final ProducerIds producerIds;
  private final MarkerWriter markers;

  /// @param pool threads that may block on files
  public TransactionCoordinators(BrokerContext context, Executor pool) {
    this.context = context;
    this.producerIds = new ProducerIds(context);
    this.markers = new MarkerWriter(context);
    InternalTopic topic = new InternalTopic(context, TOPIC, this::topicSettings);
    this.shards = new HostedShards<>(context, pool, topic, this::shardStart);
  }

  /// Has to be told about partitions that come and go.
  public PartitionListener partitionListener() {
    return shards;
  }

  public InternalTopic topic() {
    return shards.topic();
  }

  public ProducerIds producerIds() {
    return producerIds;
  }

  public MarkerWriter markers() {
    return markers;
  }

  /// Lets the transactional id's shard decide.
  public void submit(TransactionCommand<?> command) {
    shards.submit(command);
  }

  /// Asks every shard, and hands all answers on.
  public <R> void submitToAll(
      Function<Reply<R>, Command<TransactionCoordinatorShard>> command,
      Consumer<List<R>> complete) {
    shards.submitToAll(command, complete);
  }

  /// What a partition asks before it takes the first records of a producer's transaction.
  ///
  /// @param joining what becomes part of the transaction by that (KIP-890): this partition, and
  ///   others that are about to be written to; empty when the partition has to be a part already
  public TransactionGate.Question question(
      String transactionalId, HostedPartition partition, Set<TopicPartition> joining) {
    return (producerId, producerEpoch, answer) -> {
      Consumer<ErrorCode> told = error -> partition.loop().run(() -> answer.accept(error));
      var asked = partition.topicPartition();
      boolean verifies =
          joining.isEmpty()
              && context.options().get(TransactionOptions.PARTITION_VERIFICATION_ENABLE);
      Set<TopicPartition> meant = joining.isEmpty() ? Set.of(asked) : joining;
      if ((verifies || !joining.isEmpty())
          && markers.askElsewhere(
              topic().partitionOf(transactionalId),
              transactionalId,
              producerId,
              producerEpoch,
              meant,
              verifies,
              answers -> told.accept(worst(answers, asked)))) {
        return;
      }
      if (!joining.isEmpty()) {
        submit(
            new AddPartitions(
                transactionalId, producerId, producerEpoch, joining, new Reply<>(told)));
      } else if (verifies) {
        submit(
            new VerifyPartitions(
                transactionalId,
                producerId,
                producerEpoch,
                Set.of(asked),
                new Reply<>(answers ->
                    told.accept(answers.getOrDefault(asked, ErrorCode.INVALID_TXN_STATE)))));
      } else {
        answer.accept(ErrorCode.NONE);
      }
    };
  }

  /// The error of the partition that asks, or of another one that could not join.
  private static ErrorCode worst(Map<TopicPartition, ErrorCode> answers, TopicPartition asked) {
    ErrorCode own = answers.getOrDefault(asked, ErrorCode.INVALID_TXN_STATE);
    return own != ErrorCode.NONE
        ? own
        : answers.values().stream()
            .filter(error -> error != ErrorCode.NONE)
            .findFirst()
            .orElse(ErrorCode.NONE);
  }

  private HostedShards.Start<TransactionCoordinatorShard> shardStart(HostedPartition partition) {
    Options options = context.options().current();
    return new HostedShards.Start<>(
        new TransactionCoordinatorShard(
            transactionOptions(options), partition.leader().leaderEpoch(), new Effects(partition)),
        Compression.NONE,
        options.get(TransactionOptions.STATE_LOG_LOAD_BUFFER_SIZE),
        WRITE_TIMEOUT_MILLIS);
  }

  private static io.tidepost.coordinator.transaction.TransactionOptions transactionOptions(
      Options options) {
    return new io.tidepost.coordinator.transaction.TransactionOptions(
        options.get(TransactionOptions.MAX_TIMEOUT_MS),
        options.get(TransactionOptions.TRANSACTIONAL_ID_EXPIRATION_MS),
        options.get(TransactionOptions.ABORT_TIMED_OUT_INTERVAL_MS),
        options.get(TransactionOptions.REMOVE_EXPIRED_INTERVAL_MS),
        WRITE_TIMEOUT_MILLIS);
  }

  private InternalTopic.Settings topicSettings() {
    Options options = context.options().current();
    int segmentBytes =
        Math.max(SEGMENT_BYTES_MIN, options.get(TransactionOptions.STATE_LOG_SEGMENT_BYTES));
    return new InternalTopic.Settings(
        options.get(TransactionOptions.STATE_LOG_NUM_PARTITIONS),
        options.get(TransactionOptions.STATE_LOG_REPLICATION_FACTOR),
        options.get(TransactionOptions.STATE_LOG_MIN_ISR),
        Map.of(
            "unclean.leader.election.enable",
            "false",
            "compression.type",
            "uncompressed",
            "cleanup.policy",
            "compact",
            "segment.bytes",
            String.valueOf(segmentBytes)));
  }

  /// What one shard asks for.
  private final class Effects implements TransactionEffects {
    private final HostedPartition partition;

    Effects(HostedPartition partition) {
      this.partition = partition;
    }

    @Override
    public void allocateProducerId(
        LongFunction<? extends Command<TransactionCoordinatorShard>> command) {
      producerIds.next((id, failure) -> {
        if (failure == null) {
          submitHere(command.apply(id));
        } else {
          Refusal.refuse(command.apply(-1), ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        }
      });
    }

    @Override
    public void writeMarkers(MarkerOrder order) {
      new MarkerDelivery(partition, markers, order, () -> submitHere(new MarkersWritten(order)))
          .start();
    }

    private void submitHere(Command<TransactionCoordinatorShard> command) {
      shards.submit(partition.topicPartition().partition(), command);
    }
  }
}
