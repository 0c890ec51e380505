package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.wire.ErrorCode;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Finds out which member somebody is, and whether it is at the epoch it says.
///
/// @param member `null` when there is a denial
/// @param denial `null` when there is a member
record MemberLookup(@Nullable ConsumerMember member, @Nullable Denial denial) {

  private static MemberLookup denied(ErrorCode error, String message) {
    return new MemberLookup(null, new Denial(error, message));
  }

  private static MemberLookup found(ConsumerMember member) {
    return new MemberLookup(member, null);
  }

  /// A member that is neither known nor static.
  static ConsumerMember newMember(String memberId) {
    return new ConsumerMember(memberId, Subscription.NONE, Ownership.NONE);
  }

  /// Somebody joins, perhaps again.
  ///
  /// @param draft gets the replacement of a static member
  /// @param classic whether it joins with the classic protocol
  static MemberLookup joining(
      Draft draft, String memberId, @Nullable String instanceId, boolean classic) {
    ConsumerGroup group = draft.group();
    ConsumerMember holder = group.staticMember(instanceId);
    if (instanceId == null || holder == null) {
      ConsumerMember known = group.member(memberId);
      return found(known == null ? newMember(memberId) : known);
    }
    boolean held = holder.memberEpoch() != Ownership.LEFT_FOR_A_WHILE;
    if (held && !classic && !holder.usesClassicProtocol()) {
      return denied(
          ErrorCode.UNRELEASED_INSTANCE_ID,
          "Static member "
              + memberId
              + " with instance id "
              + instanceId
              + " cannot join the group because the instance id is owned by "
              + holder.memberId()
              + " member.");
    }
    draft.replace(holder, memberId);
    ConsumerMember replacement = draft.group().member(memberId);
    return found(replacement == null ? newMember(memberId) : replacement);
  }

  /// Somebody who should be a member.
  static MemberLookup present(ConsumerGroup group, String memberId, @Nullable String instanceId) {
    if (instanceId == null) {
      ConsumerMember known = group.member(memberId);
      return known == null
          ? denied(
              ErrorCode.UNKNOWN_MEMBER_ID,
              "Member " + memberId + " is not a member of group " + group.groupId() + ".")
          : found(known);
    }
    ConsumerMember holder = group.staticMember(instanceId);
    if (holder == null) {
      return denied(ErrorCode.UNKNOWN_MEMBER_ID, "Instance id " + instanceId + " is unknown.");
    }
    return holder.memberId().equals(memberId)
        ? found(holder)
        : denied(
            ErrorCode.FENCED_INSTANCE_ID,
            "Static member "
                + memberId
                + " with instance id "
                + instanceId
                + " was fenced by member "
                + holder.memberId()
                + ".");
  }

  /// Whether the member is at the epoch it says. The epoch before is accepted when the member has
  /// nothing that it was not given: the answer with the newer one may have been lost.
  ///
  /// @param owned what it says it has, `null` when it does not say
  static @Nullable Denial checkEpoch(
      ConsumerMember member, int epoch, @Nullable Map<Uuid, SortedSet<Integer>> owned) {
    Ownership ownership = member.ownership();
    int known = ownership.memberEpoch();
    if (epoch == HeartbeatRules.JOINS || epoch == known) {
      return null;
    }
    if (epoch < known
        && epoch == ownership.previousMemberEpoch()
        && owned != null
        && Partitions.contains(owned, ownership.assigned())) {
      return null;
    }
    return new Denial(
        ErrorCode.FENCED_MEMBER_EPOCH,
        "The consumer group member has a "
            + (epoch > known ? "greater" : "smaller")
            + " member epoch ("
            + epoch
            + ") than the one known by the group coordinator ("
            + known
            + "). The member must abandon all its partitions and rejoin.");
  }
}
