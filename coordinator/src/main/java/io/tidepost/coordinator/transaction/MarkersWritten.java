package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Every partition of a transaction has its marker: the transaction is over. Nothing happens when
/// that was said before.
///
/// @param order that was carried out
public record MarkersWritten(MarkerOrder order)
    implements InternalCommand<TransactionCoordinatorShard> {

  @Override
  public String key() {
    return order.transactionalId();
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    TransactionMetadata metadata = shard.find(key());
    if (metadata == null
        || !metadata.state().isPrepared()
        || metadata.producerId() != order.end().producerId()
        || metadata.producerEpoch() != order.end().producerEpoch()) {
      return;
    }
    TransactionMetadata completed = metadata.completed(turn.wallMillis());
    turn.persistHolding(
        List.of(TransactionRecords.of(completed)), new Completed(metadata, completed));
  }

  private record Completed(TransactionMetadata prepared, TransactionMetadata completed)
      implements Outcome<TransactionCoordinatorShard> {

    @Override
    public void committed(
        TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      shard.settled(completed);
      shard.parked().release(completed.transactionalId(), turn);
    }

    /// The markers are written once more, which costs little and needs no state of its own.
    @Override
    public void failed(
        ErrorCode error,
        TransactionCoordinatorShard shard,
        Turn<TransactionCoordinatorShard> turn) {
      shard.orderMarkers(prepared, turn);
    }
  }
}
