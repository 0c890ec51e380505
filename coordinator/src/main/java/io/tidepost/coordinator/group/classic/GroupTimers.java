package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;

/// Sets and cancels the three kinds of timers a classic group has: one session per member, one for
/// the join phase, one for the sync phase.
final class GroupTimers {

  private GroupTimers() {}

  static void watch(
      Turn<GroupCoordinatorShard> turn, ClassicGroup group, String memberId, long timeoutMillis) {
    turn.setTimer(
        session(group, memberId), timeoutMillis, new SessionExpired(group.groupId, memberId));
  }

  static void watch(Turn<GroupCoordinatorShard> turn, ClassicGroup group, ClassicMember member) {
    watch(turn, group, member.memberId, member.sessionTimeoutMillis);
  }

  static void unwatch(Turn<GroupCoordinatorShard> turn, ClassicGroup group, String memberId) {
    turn.cancelTimer(session(group, memberId));
  }

  static TimerKey session(ClassicGroup group, String memberId) {
    return new TimerKey("session", group.groupId, memberId);
  }

  static TimerKey join(ClassicGroup group) {
    return new TimerKey("join", group.groupId, "");
  }

  static TimerKey sync(ClassicGroup group) {
    return new TimerKey("sync", group.groupId, "");
  }
}
