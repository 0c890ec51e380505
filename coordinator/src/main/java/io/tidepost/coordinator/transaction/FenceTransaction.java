package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// The coordinator itself aborts an open transaction, with a raised producer epoch so that its
/// producer can do nothing more in it. Nothing happens when that transaction is over already.
///
/// @param seen the transaction, as it was when this was decided
/// @param reason for the operator
/// @param freshId producer id for when the epoch is exhausted, -1 before it was needed
record FenceTransaction(TransactionMetadata seen, String reason, long freshId)
    implements InternalCommand<TransactionCoordinatorShard> {

  FenceTransaction(TransactionMetadata seen, String reason) {
    this(seen, reason, TransactionMetadata.NO_ID);
  }

  @Override
  public String key() {
    return seen.transactionalId();
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    TransactionMetadata metadata = shard.find(key());
    if (metadata == null
        || metadata.state() != TransactionState.ONGOING
        || metadata.producerId() != seen.producerId()
        || metadata.producerEpoch() != seen.producerEpoch()
        || metadata.startMillis() != seen.startMillis()) {
      return;
    }
    if (metadata.isEpochExhausted() && freshId == TransactionMetadata.NO_ID) {
      turn.reply(
          new Reply<>(shard.effects()::allocateProducerId),
          id -> new FenceTransaction(seen, reason, id));
      return;
    }
    turn.log(
        "Aborting the transaction of %s (producer %d, epoch %d): %s"
            .formatted(key(), metadata.producerId(), metadata.producerEpoch(), reason));
    TransactionMetadata fenced =
        metadata.fenced(TransactionMetadata.EPOCH_BUMP_VERSION, freshId, turn.wallMillis());
    turn.persistHolding(List.of(TransactionRecords.of(fenced)), new Fenced(fenced));
  }

  private record Fenced(TransactionMetadata next) implements Outcome<TransactionCoordinatorShard> {

    @Override
    public void committed(
        TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      shard.settled(next);
      shard.orderMarkers(next, turn);
    }

    @Override
    public void failed(
        ErrorCode error,
        TransactionCoordinatorShard shard,
        Turn<TransactionCoordinatorShard> turn) {
      turn.log("The transaction of %s stays open: %s".formatted(next.transactionalId(), error));
    }
  }
}
