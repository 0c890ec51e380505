package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// Forgets a share partition. It is no error when nothing is remembered.
public final class DeleteState extends ShareCommand<ErrorCode> {

  public DeleteState(SharePartitionKey partition, Reply<ErrorCode> reply) {
    super(partition, reply);
  }

  @Override
  protected ErrorCode error(ErrorCode error) {
    return error;
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    if (shard.find(partition) == null) {
      turn.reply(reply, ErrorCode.NONE);
    } else {
      persist(turn, ShareRecords.tombstone(partition), ErrorCode.NONE);
    }
  }
}
