package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// A member did not do in time what it had to.
///
/// @param memberEpoch only while it is at this epoch; [#ANY_EPOCH] whatever the epoch
/// @param reason for the operator
record StreamsMemberOverdue(String key, String memberId, int memberEpoch, String reason)
    implements InternalCommand<GroupCoordinatorShard> {

  static final int ANY_EPOCH = Integer.MIN_VALUE;
  private static final int RETRY_MILLIS = 1_000;

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    StreamsGroup group = shard.streams().find(key);
    StreamsMember member = group == null ? null : group.member(memberId);
    if (group == null || member == null) {
      return;
    }
    if (memberEpoch == ANY_EPOCH || memberEpoch == member.memberEpoch()) {
      turn.log("Group " + key + " lost member " + memberId + ": " + reason);
      StreamsRemoval.remove(
          shard,
          turn,
          group,
          memberId,
          "member " + memberId + " was lost: " + reason,
          (error, later) -> {
            if (error != ErrorCode.NONE) {
              later.setTimer(new TimerKey("session", key, memberId), RETRY_MILLIS, this);
            }
          });
    }
  }
}
