package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.consumer.MemberState;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;

/// The timers of a member (its session, the time it has to give up tasks) and of a group (the delay
/// of its first assignment).
final class StreamsTimers {

  private StreamsTimers() {}

  static void start(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      String groupId,
      StreamsMember member) {
    watch(shard, turn, groupId, member.memberId());
    TimerKey rebalance = new TimerKey("rebalance", groupId, member.memberId());
    if (member.ownership().state() == MemberState.UNREVOKED) {
      int timeout = member.identity().rebalanceTimeoutMillis();
      String reason = "it did not leave epoch " + member.memberEpoch() + " in " + timeout + " ms";
      turn.setTimer(
          rebalance,
          timeout,
          new StreamsMemberOverdue(groupId, member.memberId(), member.memberEpoch(), reason));
    } else {
      turn.cancelTimer(rebalance);
    }
  }

  static void watch(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      String groupId,
      String memberId) {
    turn.setTimer(
        new TimerKey("session", groupId, memberId),
        shard.surroundings().streamsSettings(groupId).sessionTimeoutMillis(),
        new StreamsMemberOverdue(
            groupId, memberId, StreamsMemberOverdue.ANY_EPOCH, "its session timed out"));
  }

  static void stop(Turn<GroupCoordinatorShard> turn, String groupId, String memberId) {
    turn.cancelTimer(new TimerKey("session", groupId, memberId));
    turn.cancelTimer(new TimerKey("rebalance", groupId, memberId));
  }

  static void delayAssignment(Turn<GroupCoordinatorShard> turn, String groupId, int delayMillis) {
    turn.setTimer(
        new TimerKey("first-assignment", groupId, ""),
        delayMillis,
        new AssignmentDelayOver(groupId));
  }
}
