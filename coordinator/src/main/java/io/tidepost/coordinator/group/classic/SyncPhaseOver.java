package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// The rebalance timeout has passed since the generation began: members that never asked for their
/// assignment are out.
record SyncPhaseOver(String key, int generation) implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ClassicGroup group = shard.classic().find(key);
    if (group == null
        || group.generation != generation
        || group.pendingSync.isEmpty()
        || !(group.is(GroupState.COMPLETING_REBALANCE) || group.is(GroupState.STABLE))) {
      return;
    }
    Rebalance rebalance = new Rebalance(shard, group, turn);
    List<String> missing = new ArrayList<>(group.pendingSync);
    for (String memberId : missing) {
      ClassicMember member = group.member(memberId);
      if (member != null) {
        rebalance.remove(member, ErrorCode.UNKNOWN_MEMBER_ID);
      }
    }
    rebalance.prepare("members never asked for their assignment: " + missing);
  }
}
