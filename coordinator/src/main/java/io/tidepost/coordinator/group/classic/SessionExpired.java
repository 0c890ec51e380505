package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// A member was silent for its whole session timeout.
record SessionExpired(String key, String memberId)
    implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ClassicGroup group = shard.classic().find(key);
    if (group == null) {
      return;
    }
    Rebalance rebalance = new Rebalance(shard, group, turn);
    ClassicMember member = group.member(memberId);
    if (group.pendingJoin.contains(memberId)) {
      turn.log("Group " + key + " forgets " + memberId + ", which never came back with its id");
      group.remove(memberId);
      if (group.is(GroupState.PREPARING_REBALANCE) && group.everybodyJoined()) {
        rebalance.completeJoin();
      }
    } else if (member != null && !member.mayBeSilent()) {
      turn.log("Group " + key + " lost " + member + ": session timed out");
      rebalance.remove(member, ErrorCode.UNKNOWN_MEMBER_ID);
      rebalance.afterRemoval("the session of " + memberId + " timed out");
    }
  }
}
