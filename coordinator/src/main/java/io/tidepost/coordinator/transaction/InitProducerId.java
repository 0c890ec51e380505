package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// A producer starts to work under a transactional id: it gets a producer id and a new producer
/// epoch, and whoever worked under that id before is fenced. Its open transaction is aborted first;
/// the request waits for that.
///
/// A producer that names what it was told before (KIP-360) wants to go on after an error, and gets
/// that only while nobody else came in between.
public final class InitProducerId extends TransactionCommand<ProducerIdentity> {

  private final int timeoutMillis;
  private final long knownId;
  private final short knownEpoch;
  private final long freshId;

  /// @param knownId the producer id that the producer has, -1 for none
  /// @param knownEpoch its producer epoch, -1 for none
  public InitProducerId(
      String transactionalId,
      int timeoutMillis,
      long knownId,
      short knownEpoch,
      Reply<ProducerIdentity> reply) {
    this(transactionalId, timeoutMillis, knownId, knownEpoch, TransactionMetadata.NO_ID, reply);
  }

  private InitProducerId(
      String transactionalId,
      int timeoutMillis,
      long knownId,
      short knownEpoch,
      long freshId,
      Reply<ProducerIdentity> reply) {
    super(transactionalId, reply);
    this.timeoutMillis = timeoutMillis;
    this.knownId = knownId;
    this.knownEpoch = knownEpoch;
    this.freshId = freshId;
  }

  @Override
  protected ProducerIdentity error(ErrorCode error) {
    return ProducerIdentity.refused(error);
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    if (timeoutMillis <= 0 || timeoutMillis > shard.options().timeoutMillisMax()) {
      turn.reply(reply, error(ErrorCode.INVALID_TRANSACTION_TIMEOUT));
      return;
    }
    TransactionMetadata metadata = shard.find(key());
    long now = turn.wallMillis();
    if (metadata == null) {
      if (hasFreshId(shard, turn)) {
        initialize(TransactionMetadata.first(key(), freshId, timeoutMillis, now), turn);
      }
    } else if (!mayGoOn(metadata)) {
      turn.reply(reply, error(ErrorCode.PRODUCER_FENCED));
    } else if (metadata.state().isPrepared()) {
      shard.parked().park(this, turn);
    } else if (metadata.state() == TransactionState.ONGOING) {
      fence(shard, metadata, turn);
    } else if (metadata.isEpochExhausted()
        && (!names() || knownEpoch == metadata.producerEpoch())) {
      if (hasFreshId(shard, turn)) {
        initialize(metadata.rotated(freshId, names(), timeoutMillis, now), turn);
      }
    } else {
      raiseEpoch(metadata, now, turn);
    }
  }

  private boolean names() {
    return knownId != TransactionMetadata.NO_ID;
  }

  /// The id before counts only for a repeated request whose answer was lost.
  private boolean mayGoOn(TransactionMetadata metadata) {
    return !names()
        || knownId == metadata.producerId()
        || (knownId == metadata.previousProducerId()
            && TransactionMetadata.isExhausted(knownEpoch));
  }

  private boolean hasFreshId(
      TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    if (freshId != TransactionMetadata.NO_ID) {
      return true;
    }
    turn.reply(
        new Reply<>(shard.effects()::allocateProducerId),
        id -> new InitProducerId(key(), timeoutMillis, knownId, knownEpoch, id, reply));
    return false;
  }

  private void raiseEpoch(
      TransactionMetadata metadata, long now, Turn<TransactionCoordinatorShard> turn) {
    short current = metadata.producerEpoch();
    short next = (short) (current + 1);
    if (!names()) {
      initialize(
          metadata.initialized(next, TransactionMetadata.NO_EPOCH, timeoutMillis, now), turn);
    } else if (knownEpoch == current) {
      initialize(metadata.initialized(next, current, timeoutMillis, now), turn);
    } else if (knownEpoch == metadata.lastProducerEpoch()) {
      initialize(metadata.initialized(current, knownEpoch, timeoutMillis, now), turn);
    } else {
      turn.reply(reply, error(ErrorCode.PRODUCER_FENCED));
    }
  }

  private void initialize(TransactionMetadata next, Turn<TransactionCoordinatorShard> turn) {
    turn.persistHolding(List.of(TransactionRecords.of(next)), new Initialized(next));
  }

  /// Aborts what the producer before left open, and comes back once that is done.
  private void fence(
      TransactionCoordinatorShard shard,
      TransactionMetadata metadata,
      Turn<TransactionCoordinatorShard> turn) {
    turn.submit(new FenceTransaction(metadata, "a new producer starts under its transactional id"));
    shard.parked().park(this, turn);
  }

  private final class Initialized implements Outcome<TransactionCoordinatorShard> {
    private final TransactionMetadata next;

    Initialized(TransactionMetadata next) {
      this.next = next;
    }

    @Override
    public void committed(
        TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      shard.settled(next);
      turn.reply(reply, ProducerIdentity.of(next));
    }

    @Override
    public void failed(
        ErrorCode error,
        TransactionCoordinatorShard shard,
        Turn<TransactionCoordinatorShard> turn) {
      turn.reply(reply, error(error));
    }
  }
}
