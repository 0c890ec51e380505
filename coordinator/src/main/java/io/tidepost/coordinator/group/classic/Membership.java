package io.tidepost.coordinator.group.classic;

import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Whether somebody is who it says.
public final class Membership {

  private Membership() {}

  /// Checks a member id, and the instance id of a static member.
  ///
  /// @return [ErrorCode#NONE], UNKNOWN_MEMBER_ID, or FENCED_INSTANCE_ID when another process has
  ///   taken the instance id over
  public static ErrorCode check(
      ClassicGroup group, String memberId, @Nullable String groupInstanceId) {
    if (groupInstanceId != null) {
      String current = group.memberIdOf(groupInstanceId);
      if (current == null) {
        return ErrorCode.UNKNOWN_MEMBER_ID;
      }
      if (!current.equals(memberId)) {
        return ErrorCode.FENCED_INSTANCE_ID;
      }
    }
    return group.has(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
  }

  /// As [#check], and the generation must be the group's.
  public static ErrorCode check(
      ClassicGroup group, String memberId, @Nullable String groupInstanceId, int generation) {
    ErrorCode error = check(group, memberId, groupInstanceId);
    if (error == ErrorCode.NONE && generation != group.generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    return error;
  }
}
