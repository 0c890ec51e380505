package io.tidepost.coordinator.group.share;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;

/// The sessions of members: a member that is silent for too long is no member any more.
final class ShareSession {

  private ShareSession() {}

  /// Starts the member's session anew.
  static void watch(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      String groupId,
      String memberId) {
    turn.setTimer(
        timer(groupId, memberId),
        shard.surroundings().shareSettings(groupId).sessionTimeoutMillis(),
        new Expired(groupId, memberId));
  }

  static void forget(Turn<GroupCoordinatorShard> turn, String groupId, String memberId) {
    turn.cancelTimer(timer(groupId, memberId));
  }

  private static TimerKey timer(String groupId, String memberId) {
    return new TimerKey("share-session", groupId, memberId);
  }

  /// A member was silent for its whole session timeout.
  private record Expired(String key, String memberId)
      implements InternalCommand<GroupCoordinatorShard> {

    @Override
    public boolean waitsForEarlierWrites() {
      return true;
    }

    @Override
    public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      ShareGroup group = shard.share().find(key);
      if (group != null && group.member(memberId) != null) {
        turn.log("Share group " + key + " lost " + memberId + ": session timed out");
        turn.persistHolding(
            ShareMembership.without(
                shard,
                turn,
                group,
                memberId,
                "member " + memberId + " was lost: session timed out"),
            Outcome.ignored());
      }
    }
  }
}
