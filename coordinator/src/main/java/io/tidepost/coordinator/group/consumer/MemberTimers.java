package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;

/// The timers of a member: its session; the time it has to give up partitions; and, when it speaks
/// the classic protocol, the time it has to join again and to sync.
final class MemberTimers {

  private MemberTimers() {}

  /// Starts the session and, where partitions have to be given up, the time for that.
  static void start(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      String groupId,
      ConsumerMember member) {
    watch(shard, turn, groupId, member);
    ClassicSide classic = member.subscription().classic();
    boolean revokes = member.ownership().state() == MemberState.UNREVOKED;
    if (classic == null && revokes) {
      int timeout = member.subscription().rebalanceTimeoutMillis();
      String reason = "it did not leave epoch " + member.memberEpoch() + " in " + timeout + " ms";
      turn.setTimer(
          rebalance(groupId, member.memberId()),
          timeout,
          new MemberOverdue(groupId, member.memberId(), member.memberEpoch(), reason));
    } else {
      turn.cancelTimer(rebalance(groupId, member.memberId()));
    }
  }

  /// Starts the session anew.
  static void watch(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      String groupId,
      ConsumerMember member) {
    ClassicSide classic = member.subscription().classic();
    int timeout =
        classic == null
            ? shard.surroundings().consumerSettings(groupId).sessionTimeoutMillis()
            : classic.sessionTimeoutMillis();
    turn.setTimer(
        new TimerKey("session", groupId, member.memberId()),
        timeout,
        MemberOverdue.atAnyEpoch(groupId, member.memberId(), "its session timed out"));
  }

  /// A member of the classic protocol has to join again in time.
  static void awaitJoin(
      Turn<GroupCoordinatorShard> turn, String groupId, String memberId, int timeoutMillis) {
    String reason = "it did not join again within the rebalance timeout";
    turn.setTimer(
        join(groupId, memberId),
        timeoutMillis,
        MemberOverdue.atAnyEpoch(groupId, memberId, reason));
  }

  static void joined(Turn<GroupCoordinatorShard> turn, String groupId, String memberId) {
    turn.cancelTimer(join(groupId, memberId));
  }

  /// A member of the classic protocol has to fetch its assignment in time.
  static void awaitSync(
      Turn<GroupCoordinatorShard> turn, String groupId, String memberId, int timeoutMillis) {
    turn.setTimer(
        sync(groupId, memberId),
        timeoutMillis,
        MemberOverdue.atAnyEpoch(groupId, memberId, "it did not sync in time"));
  }

  static void synced(Turn<GroupCoordinatorShard> turn, String groupId, String memberId) {
    turn.cancelTimer(sync(groupId, memberId));
  }

  /// The member is gone.
  static void stop(Turn<GroupCoordinatorShard> turn, String groupId, String memberId) {
    turn.cancelTimer(new TimerKey("session", groupId, memberId));
    turn.cancelTimer(rebalance(groupId, memberId));
    turn.cancelTimer(join(groupId, memberId));
    turn.cancelTimer(sync(groupId, memberId));
  }

  private static TimerKey rebalance(String groupId, String memberId) {
    return new TimerKey("rebalance", groupId, memberId);
  }

  private static TimerKey join(String groupId, String memberId) {
    return new TimerKey("member-join", groupId, memberId);
  }

  private static TimerKey sync(String groupId, String memberId) {
    return new TimerKey("member-sync", groupId, memberId);
  }
}
