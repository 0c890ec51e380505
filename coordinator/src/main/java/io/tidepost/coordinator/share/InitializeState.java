package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Begins to remember a share partition, or begins anew at another start offset. Who only wants it
/// to be remembered, and says no start offset, may say so twice: an answer can be lost.
public final class InitializeState extends ShareCommand<ErrorCode> {

  private final int stateEpoch;
  private final long startOffset;

  /// @param stateEpoch greater than the last one, or equal
  /// @param startOffset -1 when the group's reset strategy decides
  public InitializeState(
      SharePartitionKey partition, int stateEpoch, long startOffset, Reply<ErrorCode> reply) {
    super(partition, reply);
    this.stateEpoch = stateEpoch;
    this.startOffset = startOffset;
  }

  @Override
  protected ErrorCode error(ErrorCode error) {
    return error;
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    SharePartitionState known = shard.find(partition);
    if (known != null && known.stateEpoch() > stateEpoch) {
      turn.reply(reply, ErrorCode.FENCED_STATE_EPOCH);
      return;
    }
    boolean remembered = known != null && known.stateEpoch() == stateEpoch;
    if (remembered && startOffset == SharePartitionState.NO_START_OFFSET) {
      turn.reply(reply, ErrorCode.NONE);
      return;
    }
    long now = turn.wallMillis();
    SharePartitionState state =
        new SharePartitionState(
            known == null ? 0 : known.snapshotEpoch() + 1,
            stateEpoch,
            known == null ? 0 : known.leaderEpoch(),
            startOffset,
            0,
            known == null ? now : known.createMillis(),
            now,
            List.of());
    persist(turn, ShareRecords.snapshot(partition, state), ErrorCode.NONE);
  }
}
