package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Whether somebody may commit offsets for a group that is at work.
public final class OffsetCommitCheck {

  private OffsetCommitCheck() {}

  /// A member must be of the current generation; whoever is no member (generation -1) may commit
  /// only while the group is empty. A commit counts as a sign of life.
  public static ErrorCode check(
      ClassicGroup group,
      String memberId,
      @Nullable String groupInstanceId,
      int generation,
      Turn<GroupCoordinatorShard> turn) {
    if (generation < 0 && group.is(GroupState.EMPTY)) {
      return ErrorCode.NONE;
    }
    if (generation < 0 && memberId.isEmpty() && groupInstanceId == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    ErrorCode error = Membership.check(group, memberId, groupInstanceId, generation);
    if (error != ErrorCode.NONE) {
      return error;
    }
    if (group.is(GroupState.COMPLETING_REBALANCE)) {
      return ErrorCode.REBALANCE_IN_PROGRESS;
    }
    ClassicMember member = group.member(memberId);
    if (member != null) {
      GroupTimers.watch(turn, group, member);
    }
    return ErrorCode.NONE;
  }
}
