package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The partition's leader takes over a share partition: from now on older leaders are refused.
public final class ReadState extends ShareCommand<ReadState.Result> {

  /// @param error [ErrorCode#NONE], FENCED_LEADER_EPOCH, or INVALID_REQUEST when the share
  ///   partition was never initialised
  /// @param state without error
  public record Result(ErrorCode error, @Nullable SharePartitionState state) {}

  private final int leaderEpoch;

  public ReadState(SharePartitionKey partition, int leaderEpoch, Reply<Result> reply) {
    super(partition, reply);
    this.leaderEpoch = leaderEpoch;
  }

  @Override
  protected Result error(ErrorCode error) {
    return new Result(error, null);
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    SharePartitionState state = shard.find(partition);
    if (state == null) {
      turn.reply(reply, error(ErrorCode.INVALID_REQUEST));
    } else if (state.leaderEpoch() > leaderEpoch) {
      turn.reply(reply, error(ErrorCode.FENCED_LEADER_EPOCH));
    } else if (state.leaderEpoch() < leaderEpoch) {
      StateUpdate takeover =
          new StateUpdate(
              leaderEpoch,
              SharePartitionState.NO_START_OFFSET,
              state.deliveryCompleteCount(),
              List.of());
      persist(
          turn,
          shard.record(partition, takeover, turn.wallMillis()),
          new Result(ErrorCode.NONE, state.with(takeover)));
    } else {
      turn.reply(reply, new Result(ErrorCode.NONE, state));
    }
  }
}
