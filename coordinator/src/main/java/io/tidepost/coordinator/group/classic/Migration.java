package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// The classic side of a group that changes between the classic and the consumer protocol while its
/// members live on.
public final class Migration {

  private Migration() {}

  /// The members that move to a consumer group.
  public static List<Migrant> migrants(ClassicGroup group) {
    return group.members().stream().map(member -> Migrant.of(group, member)).toList();
  }

  /// The group is a consumer group now: whoever waits in a rebalance is asked to join again.
  public static void left(
      ClassicGroup group, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    Rebalance rebalance = new Rebalance(shard, group, turn);
    turn.cancelTimer(GroupTimers.join(group));
    turn.cancelTimer(GroupTimers.sync(group));
    for (ClassicMember member : List.copyOf(group.members())) {
      GroupTimers.unwatch(turn, group, member.memberId);
      rebalance.answerJoin(
          member, Answers.joinError(member.memberId, ErrorCode.REBALANCE_IN_PROGRESS));
      rebalance.answerSync(member, Answers.syncError(ErrorCode.REBALANCE_IN_PROGRESS));
    }
    group.pendingJoin.forEach(memberId -> GroupTimers.unwatch(turn, group, memberId));
    shard.classic().drop(group.groupId());
  }

  /// The group is a classic group now, as its committed record says.
  ///
  /// @param rebalance whether the members have to share out the partitions anew
  public static void arrived(
      String groupId,
      boolean rebalance,
      String reason,
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn) {
    ClassicGroup group = shard.classic().putToWork(groupId);
    if (group == null) {
      return;
    }
    group.members().forEach(member -> GroupTimers.watch(turn, group, member));
    if (rebalance) {
      new Rebalance(shard, group, turn).prepare(reason);
    }
  }
}
