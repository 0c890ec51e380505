package io.tidepost.coordinator.group.share;

import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// Which share partitions a group has states of.
public final class ShareGroupStates extends GroupCommand<ShareGroupStates.Result> {

  /// @param error [ErrorCode#NONE], or GROUP_ID_NOT_FOUND when it is no share group
  /// @param empty whether it has no members
  /// @param topics the share partitions with states
  public record Result(ErrorCode error, boolean empty, StateTopics topics) {}

  public ShareGroupStates(String groupId, Reply<Result> reply) {
    super(groupId, reply);
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  protected Result error(ErrorCode error) {
    return new Result(error, true, StateTopics.NONE);
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ShareGroup group = shard.share().find(key());
    turn.reply(
        reply,
        group == null
            ? error(ErrorCode.GROUP_ID_NOT_FOUND)
            : new Result(ErrorCode.NONE, group.isEmpty(), group.states()));
  }
}
