package io.tidepost.coordinator.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Partitions join a producer's transaction, the first ones begin it. Answered once that is
/// committed; the same error holds for all of them.
public final class AddPartitions extends TransactionCommand<ErrorCode> {

  private final long producerId;
  private final short producerEpoch;
  private final Set<TopicPartition> partitions;

  public AddPartitions(
      String transactionalId,
      long producerId,
      short producerEpoch,
      Set<TopicPartition> partitions,
      Reply<ErrorCode> reply) {
    super(transactionalId, reply);
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.partitions = partitions;
  }

  /// Others that add to the same transaction at the same time share its writes.
  @Override
  public boolean waitsForEarlierWrites() {
    return false;
  }

  @Override
  protected ErrorCode error(ErrorCode error) {
    return error;
  }

  @Override
  public void decide(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
    TransactionMetadata metadata = shard.find(key());
    if (metadata == null) {
      turn.reply(reply, ErrorCode.INVALID_PRODUCER_ID_MAPPING);
      return;
    }
    if (metadata.state().isPrepared()) {
      shard.parked().park(this, turn);
      return;
    }
    ErrorCode error = check(metadata);
    if (error != ErrorCode.NONE || isIn(metadata)) {
      turn.reply(reply, error);
      return;
    }
    AddedPartitions added = shard.added(key());
    added.add(this);
    if (!added.isWriting()) {
      write(shard, metadata, added, turn);
    }
  }

  private ErrorCode check(TransactionMetadata metadata) {
    if (metadata.producerId() != producerId) {
      return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }
    return metadata.producerEpoch() == producerEpoch ? ErrorCode.NONE : ErrorCode.PRODUCER_FENCED;
  }

  private boolean isIn(TransactionMetadata metadata) {
    return metadata.state() == TransactionState.ONGOING
        && metadata.partitions().containsAll(partitions);
  }

  private static void write(
      TransactionCoordinatorShard shard,
      TransactionMetadata metadata,
      AddedPartitions added,
      Turn<TransactionCoordinatorShard> turn) {
    List<AddPartitions> together = new ArrayList<>();
    Set<TopicPartition> joining = new LinkedHashSet<>();
    for (AddPartitions each : added.take()) {
      ErrorCode error = each.check(metadata);
      if (error != ErrorCode.NONE || each.isIn(metadata)) {
        turn.reply(each.reply, error);
      } else {
        together.add(each);
        joining.addAll(each.partitions);
      }
    }
    if (together.isEmpty()) {
      if (added.uncertain().isEmpty()) {
        shard.nothingAdded(metadata.transactionalId());
      }
      return;
    }
    joining.addAll(added.uncertain());
    added.writing(true);
    TransactionMetadata next = metadata.withPartitions(joining, turn.wallMillis());
    turn.persist(List.of(TransactionRecords.of(next)), new Joined(next, together));
  }

  /// They are in, or could not be written.
  private record Joined(TransactionMetadata next, List<AddPartitions> together)
      implements Outcome<TransactionCoordinatorShard> {

    @Override
    public void committed(
        TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      shard.settled(next);
      shard.added(next.transactionalId()).uncertain().removeAll(next.partitions());
      together.forEach(each -> turn.reply(each.reply, ErrorCode.NONE));
      goOn(shard, turn);
    }

    @Override
    public void failed(
        ErrorCode error,
        TransactionCoordinatorShard shard,
        Turn<TransactionCoordinatorShard> turn) {
      together.forEach(each -> turn.reply(each.reply, error));
      shard.added(next.transactionalId()).uncertain().addAll(next.partitions());
      goOn(shard, turn);
    }

    private void goOn(TransactionCoordinatorShard shard, Turn<TransactionCoordinatorShard> turn) {
      AddedPartitions added = shard.added(next.transactionalId());
      added.writing(false);
      TransactionMetadata metadata = shard.find(next.transactionalId());
      if (metadata == null) {
        added.refuse(ErrorCode.INVALID_PRODUCER_ID_MAPPING, turn);
        shard.nothingAdded(next.transactionalId());
      } else {
        write(shard, metadata, added, turn);
      }
    }
  }
}
