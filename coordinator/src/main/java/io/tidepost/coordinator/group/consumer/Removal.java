package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.classic.Migration;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// Takes members out of a group for good. When only members of the classic protocol are left, the
/// group becomes a classic group, if that is allowed.
final class Removal {

  /// Is told how it went.
  interface Told {
    void told(ErrorCode error, Turn<GroupCoordinatorShard> later);
  }

  private final GroupCoordinatorShard shard;
  private final Turn<GroupCoordinatorShard> turn;
  private final ConsumerGroup group;

  Removal(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn, ConsumerGroup group) {
    this.shard = shard;
    this.turn = turn;
    this.group = group;
  }

  /// @param why in words
  void remove(List<ConsumerMember> members, String why, Told told) {
    Downgrade downgrade = new Downgrade(shard, group);
    Draft draft = new Draft(group);
    members.forEach(member -> draft.remove(member.memberId()));
    if (downgrade.isDue(draft.group())) {
      draft.records().clear();
      draft.records().addAll(downgrade.records(draft.group(), turn.wallMillis()));
      turn.persistHolding(draft.records(), new Removed(group.groupId(), members, true, told));
      return;
    }
    draft.forgetUnusedRegexes();
    ConsumerGroup left = draft.group();
    long hash = TopicIds.hash(left.subscribedTopics(), shard.surroundings().topics());
    draft.epoch(left.epoch() + 1, hash);
    shard.history().note(group.groupId(), turn.wallMillis(), left.epoch() + 1, why);
    turn.persistHolding(draft.records(), new Removed(group.groupId(), members, false, told));
  }

  private record Removed(
      String groupId, List<ConsumerMember> members, boolean downgraded, Told told)
      implements Outcome<GroupCoordinatorShard> {

    @Override
    public void committed(GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
      members.forEach(member -> MemberTimers.stop(later, groupId, member.memberId()));
      if (downgraded) {
        later.log("Group " + groupId + " is a classic group now");
        String reason = "it became a classic group when members of the consumer protocol left";
        Migration.arrived(groupId, true, reason, owner, later);
      }
      told.told(ErrorCode.NONE, later);
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
      told.told(error, later);
    }
  }
}
