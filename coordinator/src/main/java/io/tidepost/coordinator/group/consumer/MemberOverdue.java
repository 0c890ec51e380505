package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// A member did not do in time what it had to.
///
/// @param memberEpoch only while it is at this epoch; [#ANY] whatever the epoch
/// @param reason for the operator
record MemberOverdue(String key, String memberId, int memberEpoch, String reason)
    implements InternalCommand<GroupCoordinatorShard> {

  private static final int ANY = Integer.MIN_VALUE;

  static MemberOverdue atAnyEpoch(String groupId, String memberId, String reason) {
    return new MemberOverdue(groupId, memberId, ANY, reason);
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ConsumerGroup group = shard.consumer().find(key);
    ConsumerMember member = group == null ? null : group.member(memberId);
    if (group == null || member == null) {
      return;
    }
    if (memberEpoch == ANY || memberEpoch == member.memberEpoch()) {
      turn.log("Group " + key + " lost member " + member + ": " + reason);
      new Removal(shard, turn, group)
          .remove(
              List.of(member),
              member.subscription().who(member.memberId()) + " was lost: " + reason,
              (error, later) -> retryIfNotWritten(error, later));
    }
  }

  /// The member would otherwise stay for ever.
  private void retryIfNotWritten(ErrorCode error, Turn<GroupCoordinatorShard> later) {
    if (error != ErrorCode.NONE) {
      later.setTimer(new TimerKey("session", key, memberId), 1000, this);
    }
  }
}
