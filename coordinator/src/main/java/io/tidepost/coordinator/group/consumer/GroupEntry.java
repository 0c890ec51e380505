package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.classic.ClassicGroup;
import io.tidepost.coordinator.group.classic.Migration;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// The group that a heartbeat is about: known, new, or made of a classic group.
///
/// @param draft of the group, `null` when there is a denial
/// @param classic the classic group that it replaces, if any
/// @param denial why there is none
record GroupEntry(@Nullable Draft draft, @Nullable ClassicGroup classic, @Nullable Denial denial) {

  static GroupEntry find(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      String groupId,
      boolean joins,
      ConsumerGroupSettings settings) {
    ConsumerGroup known = shard.consumer().find(groupId);
    if (known != null) {
      return new GroupEntry(new Draft(known), null, null);
    }
    if (!joins) {
      return denied("Group " + groupId + " not found.");
    }
    Group other = shard.group(groupId);
    if (other == null) {
      return new GroupEntry(new Draft(new ConsumerGroup(groupId)), null, null);
    }
    if (!(other instanceof ClassicGroup classic)) {
      return denied("Group " + groupId + " is not a consumer group.");
    }
    if (classic.isIdle()) {
      turn.log("The empty classic group " + groupId + " becomes a consumer group");
      Draft draft = new Draft(new ConsumerGroup(groupId));
      shard.tombstones(groupId).forEach(draft::add);
      return new GroupEntry(draft, classic, null);
    }
    return upgraded(shard, turn, classic, settings);
  }

  private static GroupEntry upgraded(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      ClassicGroup classic,
      ConsumerGroupSettings settings) {
    Upgrade upgrade = new Upgrade(shard, classic, settings);
    String refusal = upgrade.refusal();
    Draft draft = refusal == null ? upgrade.draft() : null;
    if (draft == null) {
      String why = refusal == null ? Upgrade.NOT_UNDERSTOOD : refusal;
      return denied(
          "Cannot upgrade classic group "
              + classic.groupId()
              + " to consumer group because "
              + why);
    }
    turn.log("The classic group " + classic.groupId() + " becomes a consumer group");
    return new GroupEntry(draft, classic, null);
  }

  private static GroupEntry denied(String message) {
    return new GroupEntry(null, null, new Denial(ErrorCode.GROUP_ID_NOT_FOUND, message));
  }

  /// The draft is committed: the classic group is no more, its members are watched here.
  void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    if (classic == null || draft == null) {
      return;
    }
    Migration.left(classic, shard, turn);
    for (ConsumerMember member : draft.group().classicMembers()) {
      MemberTimers.watch(shard, turn, classic.groupId(), member);
    }
  }
}
