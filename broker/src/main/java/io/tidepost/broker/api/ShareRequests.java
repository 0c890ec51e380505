package io.tidepost.broker.api;

import io.tidepost.replica.share.ShareMemberKey;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What handlers of requests about share groups have in common.
final class ShareRequests {

  private ShareRequests() {}

  /// Which group it is about.
  ///
  /// @throws ApiException when it has no name
  static void named(String groupId) {
    if (groupId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_GROUP_ID, "a share group has a name");
    }
  }

  /// Who asks.
  ///
  /// @throws ApiException when a name is missing
  static ShareMemberKey member(@Nullable String groupId, @Nullable String memberId) {
    if (groupId == null) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "a share group has a name");
    }
    named(groupId);
    if (memberId == null || memberId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "a member of a share group has an id");
    }
    return new ShareMemberKey(groupId, memberId);
  }
}
