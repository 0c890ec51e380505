package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Every partition of a transaction has its marker: the transaction is over. Nothing happens when
/// that was said before.
///
/// @param order that was carried out
public record MarkersWritten(MarkerOrder order)
    implements InternalCommand<TransactionCoordinatorShard> {

  private static final long RETRY_MILLIS = 100;

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
    turn.persistHolding(List.of(TransactionRecords.of(completed)), new Completed(completed));
  }

  private final class Completed implements Outcome<TransactionCoordinatorShard> {
    private final TransactionMetadata completed;

    Completed(TransactionMetadata completed) {
      this.completed = completed;
    }

    @Override
    public void committed(
        TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      shard.settled(completed);
      shard.parked().release(completed.transactionalId(), turn);
    }

    /// The markers stay: written once more they would come while the producer's next transaction is
    /// open, since what takes long may still succeed, and by the older protocol would end that one.
    @Override
    public void failed(
        ErrorCode error,
        TransactionCoordinatorShard shard,
        Turn<TransactionCoordinatorShard> turn) {
      turn.setTimer(new TimerKey("complete", key(), ""), RETRY_MILLIS, MarkersWritten.this);
    }
  }
}
