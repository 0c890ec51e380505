package io.tidepost.broker.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.cluster.BrokerConnections;
import io.tidepost.broker.group.GroupCoordinators;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.AddPartitionsToTxnRequest;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes transaction markers to partitions, wherever they are led. Any thread.
public final class MarkerWriter {

  private final BrokerContext context;
  private volatile @Nullable RemotePartitions remote;

  MarkerWriter(BrokerContext context) {
    this.context = context;
  }

  /// Tries once to end a transaction in one partition.
  ///
  /// @param done told [ErrorCode#NONE] once the marker is committed; on any thread
  public void write(TopicPartition name, TransactionEnd end, Consumer<ErrorCode> done) {
    int leader = leaderElsewhere(name);
    RemotePartitions others = remote();
    if (others != null && leader >= 0) {
      others.end(leader, name, end, done);
    } else {
      writeHere(name, end, done);
    }
  }

  /// The broker that leads the partition if that is not this one, else -1.
  private int leaderElsewhere(TopicPartition name) {
    Partition partition = context.image().topics().partition(name.topic(), name.partition());
    int leader = partition == null ? -1 : partition.leader();
    return leader == context.nodeId() ? -1 : leader;
  }

  private @Nullable RemotePartitions remote() {
    RemotePartitions known = remote;
    BrokerConnections brokers = context.cluster().brokers();
    if (known == null && brokers != null) {
      known = new RemotePartitions(brokers);
      remote = known;
    }
    return known;
  }

  /// As [#write], to a partition that is led here.
  public void writeHere(TopicPartition name, TransactionEnd end, Consumer<ErrorCode> done) {
    if (name.topic().equals(GroupCoordinators.TOPIC)) {
      context.groups().writeMarker(name.partition(), end, done);
      return;
    }
    HostedPartition partition = context.partitions().find(name.topic(), name.partition());
    if (partition == null) {
      done.accept(whyMissing(name));
      return;
    }
    partition
        .loop()
        .run(() ->
            partition
                .leader()
                .transactions()
                .end(
                    end.producerId(),
                    end.producerEpoch(),
                    end.coordinatorEpoch(),
                    end.commit(),
                    end.transactionVersion(),
                    context.clock().wallMillis(),
                    (error, result, message) -> done.accept(error)));
  }

  /// Asks the coordinator of a transaction about partitions, if that is another broker.
  ///
  /// @param verifyOnly whether they have to belong to it already, instead of being added
  /// @return whether it is another broker, which `answer` is told of
  boolean askElsewhere(
      int coordinatorPartition,
      String transactionalId,
      long producerId,
      short producerEpoch,
      Set<TopicPartition> partitions,
      boolean verifyOnly,
      Consumer<Map<TopicPartition, ErrorCode>> answer) {
    int coordinator =
        leaderElsewhere(new TopicPartition(TransactionCoordinators.TOPIC, coordinatorPartition));
    RemotePartitions others = remote();
    if (others == null || coordinator < 0) {
      return false;
    }
    var transaction = new AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction();
    transaction.transactionalId = transactionalId;
    transaction.producerId = producerId;
    transaction.producerEpoch = producerEpoch;
    transaction.verifyOnly = verifyOnly;
    others.ask(coordinator, transaction, partitions, answer);
    return true;
  }

  private ErrorCode whyMissing(TopicPartition name) {
    if (context.image().topics().partition(name.topic(), name.partition()) == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return context.partitions().isOffline(name.topic(), name.partition())
        ? ErrorCode.KAFKA_STORAGE_ERROR
        : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }
}
