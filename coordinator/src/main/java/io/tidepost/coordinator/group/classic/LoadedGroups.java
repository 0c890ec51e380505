package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// What all groups of a shard go through when it becomes or stops being the coordinator.
public final class LoadedGroups {

  private LoadedGroups() {}

  /// Every member's session starts anew: it may have been heard of by the coordinator before. A
  /// group that is larger than is allowed now is made to rebalance.
  public static void start(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    int sizeMax = shard.options().sizeMax();
    for (ClassicGroup group : List.copyOf(shard.classic().groups())) {
      group.members().forEach(member -> GroupTimers.watch(turn, group, member));
      if (group.size() > sizeMax) {
        String reason = "it has " + group.size() + " members, " + sizeMax + " are allowed";
        new Rebalance(shard, group, turn).prepare(reason);
      }
    }
  }

  /// Everybody who waits is sent to find the new coordinator.
  public static void stop(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    for (ClassicGroup group : List.copyOf(shard.classic().groups())) {
      Rebalance rebalance = new Rebalance(shard, group, turn);
      for (ClassicMember member : List.copyOf(group.members())) {
        rebalance.answerJoin(member, Answers.joinError(member.memberId, ErrorCode.NOT_COORDINATOR));
      }
      rebalance.propagateAssignment(ErrorCode.NOT_COORDINATOR);
    }
  }
}
