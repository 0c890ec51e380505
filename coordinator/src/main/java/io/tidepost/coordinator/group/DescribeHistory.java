package io.tidepost.coordinator.group;

import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Asks why a group shared its work out anew, the last times.
public final class DescribeHistory extends GroupCommand<List<GroupHistory.Event>> {

  /// @param reply gets nothing where the group is not coordinated
  public DescribeHistory(String groupId, Reply<List<GroupHistory.Event>> reply) {
    super(groupId, reply);
  }

  @Override
  protected List<GroupHistory.Event> error(ErrorCode error) {
    return List.of();
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    turn.reply(reply, shard.history().of(key()));
  }
}
