package io.tidepost.coordinator.runtime;

import io.tidepost.wire.ErrorCode;

/// A batch between its append and the moment it is committed.
final class InFlight<S extends Shard> {

  final long ticket;
  final Batcher.Batch<S> batch;

  /// Offset of its first record, -1 until it is committed.
  long baseOffset = -1;

  InFlight(long ticket, Batcher.Batch<S> batch) {
    this.ticket = ticket;
    this.batch = batch;
  }

  /// Takes the committed batch into the state.
  void applyTo(S shard) {
    TransactionEnd end = batch.end();
    if (end != null) {
      shard.applyMarker(end.producerId(), end.commit());
      return;
    }
    TransactionalProducer producer = batch.producer();
    long producerId = producer == null ? -1 : producer.producerId();
    long offset = baseOffset;
    for (CoordinatorRecord record : batch.records()) {
      shard.apply(offset++, producerId, record);
    }
  }

  /// What a client of a coordinator is told when the partition refuses a write: either to look for
  /// the coordinator again or to try again.
  static ErrorCode clientError(ErrorCode appendError) {
    return switch (appendError) {
      case UNKNOWN_TOPIC_OR_PARTITION,
          NOT_ENOUGH_REPLICAS,
          NOT_ENOUGH_REPLICAS_AFTER_APPEND,
          REQUEST_TIMED_OUT ->
          ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
      default -> appendError;
    };
  }
}
