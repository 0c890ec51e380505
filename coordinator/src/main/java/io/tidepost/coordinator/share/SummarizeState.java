package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Where a share partition stands, for somebody who only looks.
public final class SummarizeState extends ShareCommand<SummarizeState.Result> {

  /// @param state `null` with an error, or when nothing is remembered
  public record Result(ErrorCode error, @Nullable SharePartitionState state) {}

  public SummarizeState(SharePartitionKey partition, Reply<Result> reply) {
    super(partition, reply);
  }

  @Override
  protected Result error(ErrorCode error) {
    return new Result(error, null);
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    turn.reply(reply, new Result(ErrorCode.NONE, shard.find(partition)));
  }
}
