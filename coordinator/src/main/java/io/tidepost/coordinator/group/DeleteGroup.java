package io.tidepost.coordinator.group;

import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.ArrayList;
import java.util.List;

/// Drops an empty group with all its offsets. Nobody else gets at the group until that is
/// committed.
public final class DeleteGroup extends GroupCommand<DeletableGroupResult> {

  public DeleteGroup(String groupId, Reply<DeletableGroupResult> reply) {
    super(groupId, reply);
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  protected DeletableGroupResult error(ErrorCode error) {
    DeletableGroupResult result = new DeletableGroupResult();
    result.groupId = key();
    result.errorCode = error.code();
    result.errorMessage = error == ErrorCode.NONE ? null : error.message();
    return result;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    Group group = shard.group(key());
    if (!shard.exists(key())) {
      turn.reply(reply, error(ErrorCode.GROUP_ID_NOT_FOUND));
      return;
    }
    if (group != null && !group.isEmpty()) {
      turn.reply(reply, error(ErrorCode.NON_EMPTY_GROUP));
      return;
    }
    List<CoordinatorRecord> tombstones = new ArrayList<>();
    shard
        .offsets()
        .partitionsOfGroup(key())
        .forEach((topic, partitions) ->
            partitions.forEach(p -> tombstones.add(GroupRecords.offsetTombstone(key(), topic, p))));
    tombstones.addAll(shard.tombstones(key()));
    turn.persistHolding(tombstones, new Deleted());
  }

  private final class Deleted implements Outcome<GroupCoordinatorShard> {

    @Override
    public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      shard.drop(key());
      turn.log("Group " + key() + " is deleted");
      turn.reply(reply, error(ErrorCode.NONE));
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      turn.reply(reply, error(error));
    }
  }
}
