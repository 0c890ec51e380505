package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// The partition's leader stores what became of records.
public final class WriteState extends ShareCommand<ErrorCode> {

  private final int stateEpoch;
  private final StateUpdate update;

  /// @param stateEpoch the one that [ReadState] told
  public WriteState(
      SharePartitionKey partition, int stateEpoch, StateUpdate update, Reply<ErrorCode> reply) {
    super(partition, reply);
    this.stateEpoch = stateEpoch;
    this.update = update;
  }

  @Override
  protected ErrorCode error(ErrorCode error) {
    return error;
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    SharePartitionState state = shard.find(partition);
    if (state == null) {
      turn.reply(reply, ErrorCode.INVALID_REQUEST);
    } else if (state.leaderEpoch() > update.leaderEpoch()) {
      turn.reply(reply, ErrorCode.FENCED_LEADER_EPOCH);
    } else if (state.stateEpoch() > stateEpoch) {
      turn.reply(reply, ErrorCode.FENCED_STATE_EPOCH);
    } else {
      persist(turn, shard.record(partition, update, turn.wallMillis()), ErrorCode.NONE);
    }
  }
}
