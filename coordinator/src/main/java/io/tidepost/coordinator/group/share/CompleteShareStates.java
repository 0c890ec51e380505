package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Map;

/// The share coordinator has states of share partitions that the group was waiting for. Whoever was
/// told of them by [ShareGroupHeartbeat] says so.
public final class CompleteShareStates extends GroupCommand<ErrorCode> {

  private final Map<Uuid, SharedTopic> made;

  /// @param made by topic id
  public CompleteShareStates(String groupId, Map<Uuid, SharedTopic> made, Reply<ErrorCode> reply) {
    super(groupId, reply);
    this.made = Map.copyOf(made);
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  protected ErrorCode error(ErrorCode error) {
    return error;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ShareGroup group = shard.share().find(key());
    if (group == null) {
      turn.reply(reply, ErrorCode.GROUP_ID_NOT_FOUND);
      return;
    }
    StateTopics topics = group.states().completed(made);
    if (topics.equals(group.states())) {
      turn.reply(reply, ErrorCode.NONE);
      return;
    }
    turn.persistHolding(
        List.of(ShareGroupRecords.states(key(), topics)),
        new Outcome<>() {
          @Override
          public void committed(GroupCoordinatorShard now, Turn<GroupCoordinatorShard> then) {
            then.reply(reply, ErrorCode.NONE);
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard now, Turn<GroupCoordinatorShard> then) {
            then.reply(reply, error);
          }
        });
  }
}
