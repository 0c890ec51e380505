package io.tidepost.broker.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.Log;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.coordinator.transaction.MarkerOrder;
import io.tidepost.wire.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;

/// Carries out one [MarkerOrder]: every partition gets its marker, is tried again when it cannot be
/// written now, and is passed over when it is gone. Ends early when the coordinator's partition is
/// not led here any more; whoever leads it next gives the order anew.
final class MarkerDelivery {

  private static final Log LOG = Log.of(MarkerDelivery.class);
  private static final long RETRY_MILLIS = 50;

  private final HostedPartition coordinator;
  private final MarkerWriter writer;
  private final MarkerOrder order;
  private final Runnable delivered;
  private final AtomicInteger missing;

  /// @param coordinator the partition of `__transaction_state` whose shard gave the order
  /// @param delivered runs once on the coordinator's owner loop
  MarkerDelivery(
      HostedPartition coordinator, MarkerWriter writer, MarkerOrder order, Runnable delivered) {
    this.coordinator = coordinator;
    this.writer = writer;
    this.order = order;
    this.delivered = delivered;
    this.missing = new AtomicInteger(order.partitions().size() + 1);
  }

  void start() {
    order.partitions().forEach(this::deliver);
    arrived();
  }

  private void deliver(TopicPartition partition) {
    writer.write(partition, order.end(), error -> answered(partition, error));
  }

  private void answered(TopicPartition partition, ErrorCode error) {
    switch (error) {
      case NONE, UNKNOWN_TOPIC_OR_PARTITION -> arrived();
      case INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED -> {
        // The partition has seen a newer epoch: this transaction is over there.
        LOG.warn(
            "{} does not take the marker of {} any more: {}",
            partition,
            order.transactionalId(),
            error);
        arrived();
      }
      default -> coordinator.loop().run(() -> tryLater(partition));
    }
  }

  private void tryLater(TopicPartition partition) {
    if (!coordinator.leader().isStopped()) {
      coordinator.loop().schedule(RETRY_MILLIS, () -> deliver(partition));
    }
  }

  private void arrived() {
    if (missing.decrementAndGet() == 0) {
      coordinator.loop().run(delivered);
    }
  }
}
