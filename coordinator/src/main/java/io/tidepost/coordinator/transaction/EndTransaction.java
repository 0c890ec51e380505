package io.tidepost.coordinator.transaction;

import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// A producer commits or aborts. Answered once the outcome is fixed; the markers follow.
///
/// Under KIP-890 (transaction version 2) each end raises the producer epoch, the answer says what
/// the producer is called from now on, and aborting what never began is allowed, since the producer
/// cannot know whether its records came that far.
public final class EndTransaction extends TransactionCommand<ProducerIdentity> {

  private final long producerId;
  private final short producerEpoch;
  private final boolean commit;
  private final short version;
  private final long freshId;

  /// @param version 2 when the client raises epochs with each transaction, else 0
  public EndTransaction(
      String transactionalId,
      long producerId,
      short producerEpoch,
      boolean commit,
      short version,
      Reply<ProducerIdentity> reply) {
    this(
        transactionalId,
        producerId,
        producerEpoch,
        commit,
        version,
        TransactionMetadata.NO_ID,
        reply);
  }

  private EndTransaction(
      String transactionalId,
      long producerId,
      short producerEpoch,
      boolean commit,
      short version,
      long freshId,
      Reply<ProducerIdentity> reply) {
    super(transactionalId, reply);
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.commit = commit;
    this.version = version;
    this.freshId = freshId;
  }

  @Override
  protected ProducerIdentity error(ErrorCode error) {
    return ProducerIdentity.refused(error);
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    TransactionMetadata metadata = shard.find(key());
    if (metadata == null) {
      turn.reply(reply, error(ErrorCode.INVALID_PRODUCER_ID_MAPPING));
      return;
    }
    switch (EndRules.decide(metadata, producerId, producerEpoch, commit, version)) {
      case EndRules.Refused refused -> turn.reply(reply, error(refused.error()));
      case EndRules.AlreadyDone done -> turn.reply(reply, ProducerIdentity.of(metadata));
      case EndRules.Wait wait -> shard.parked().park(this, turn);
      case EndRules.End end -> end(shard, metadata, turn);
    }
  }

  private void end(
      TransactionCoordinatorShard shard,
      TransactionMetadata metadata,
      Turn<TransactionCoordinatorShard> turn) {
    boolean rotates =
        version >= TransactionMetadata.EPOCH_BUMP_VERSION && metadata.isEpochExhausted();
    if (rotates && freshId == TransactionMetadata.NO_ID) {
      turn.reply(
          new Reply<>(shard.effects()::allocateProducerId),
          id -> new EndTransaction(key(), producerId, producerEpoch, commit, version, id, reply));
      return;
    }
    long now = turn.wallMillis();
    long nextId = rotates ? freshId : TransactionMetadata.NO_ID;
    TransactionMetadata prepared = metadata.prepared(commit, version, nextId, now);
    TransactionMetadata completed = prepared.completed(now);
    List<CoordinatorRecord> records = new ArrayList<>(2);
    records.add(TransactionRecords.of(prepared));
    boolean nobodyToTell = prepared.partitions().isEmpty();
    if (nobodyToTell) {
      records.add(TransactionRecords.of(completed));
    }
    turn.persistHolding(records, new Fixed(nobodyToTell ? completed : prepared, completed));
  }

  /// The outcome is fixed.
  private final class Fixed implements Outcome<TransactionCoordinatorShard> {
    private final TransactionMetadata next;
    private final TransactionMetadata completed;

    Fixed(TransactionMetadata next, TransactionMetadata completed) {
      this.next = next;
      this.completed = completed;
    }

    @Override
    public void committed(
        TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      shard.settled(next);
      turn.reply(reply, ProducerIdentity.of(completed));
      if (next.state().isPrepared()) {
        shard.orderMarkers(next, turn);
      }
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
