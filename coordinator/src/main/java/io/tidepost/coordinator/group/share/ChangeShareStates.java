package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Adds topics to those that an empty share group has states of, or takes some out: the group's
/// half of changing its offsets. A group that does not exist begins with the first topic.
public final class ChangeShareStates extends GroupCommand<ChangeShareStates.Result> {

  /// @param error [ErrorCode#NONE], GROUP_ID_NOT_FOUND or NON_EMPTY_GROUP
  /// @param stateEpoch the epoch that states written from now on carry
  public record Result(ErrorCode error, int stateEpoch) {}

  private final Map<Uuid, SharedTopic> added;
  private final Collection<Uuid> removed;

  /// @param added share partitions by topic, beside those that are there already
  /// @param removed whole topics
  public ChangeShareStates(
      String groupId, Map<Uuid, SharedTopic> added, Collection<Uuid> removed, Reply<Result> reply) {
    super(groupId, reply);
    this.added = Map.copyOf(added);
    this.removed = List.copyOf(removed);
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  protected Result error(ErrorCode error) {
    return new Result(error, -1);
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ShareGroup known = shard.share().find(key());
    if (known == null && (added.isEmpty() || shard.exists(key()))) {
      turn.reply(reply, error(ErrorCode.GROUP_ID_NOT_FOUND));
      return;
    }
    ShareGroup group = known == null ? new ShareGroup(key()) : known;
    if (!group.isEmpty()) {
      turn.reply(reply, error(ErrorCode.NON_EMPTY_GROUP));
      return;
    }
    StateTopics topics = group.states().with(added).without(removed);
    int epoch = group.epoch() + 1;
    List<CoordinatorRecord> records = new ArrayList<>();
    records.add(ShareGroupRecords.epoch(key(), epoch, group.metadataHash()));
    records.add(ShareGroupRecords.states(key(), topics));
    turn.persistHolding(
        records,
        new Outcome<>() {
          @Override
          public void committed(GroupCoordinatorShard now, Turn<GroupCoordinatorShard> then) {
            then.reply(reply, new Result(ErrorCode.NONE, epoch));
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard now, Turn<GroupCoordinatorShard> then) {
            then.reply(reply, error(error));
          }
        });
  }
}
