package io.tidepost.broker.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.group.GroupCoordinators;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.runtime.TransactionEnd;
import io.tidepost.wire.ErrorCode;
import java.util.function.Consumer;

/// Writes transaction markers to partitions that are led here. Any thread.
public final class MarkerWriter {

  private final BrokerContext context;

  MarkerWriter(BrokerContext context) {
    this.context = context;
  }

  /// Tries once to end a transaction in one partition.
  ///
  /// @param done told [ErrorCode#NONE] once the marker is committed; on any thread
  public void write(TopicPartition name, TransactionEnd end, Consumer<ErrorCode> done) {
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

  private ErrorCode whyMissing(TopicPartition name) {
    if (context.image().topics().partition(name.topic(), name.partition()) == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return context.partitions().isOffline(name.topic(), name.partition())
        ? ErrorCode.KAFKA_STORAGE_ERROR
        : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }
}
