package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.TransactionEnd;
import java.util.Set;

/// A transaction's outcome is fixed, and its partitions have to be told. Telling one twice does no
/// harm, so an order may be given again after a crash.
///
/// @param transactionalId whose transaction
/// @param end the marker that each partition gets
/// @param partitions where
public record MarkerOrder(
    String transactionalId, TransactionEnd end, Set<TopicPartition> partitions) {

  static MarkerOrder of(TransactionMetadata prepared, int coordinatorEpoch) {
    return new MarkerOrder(
        prepared.transactionalId(),
        new TransactionEnd(
            prepared.producerId(),
            prepared.producerEpoch(),
            coordinatorEpoch,
            prepared.state() == TransactionState.PREPARE_COMMIT,
            prepared.clientVersion()),
        prepared.partitions());
  }
}
