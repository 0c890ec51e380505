package io.tidepost.broker.api;

import io.tidepost.replica.share.ShareMemberKey;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What the handlers of ShareFetch and ShareAcknowledge share.
final class ShareRequests {

  private ShareRequests() {}

  /// Who asks.
  ///
  /// @throws ApiException when a name is missing
  static ShareMemberKey member(@Nullable String groupId, @Nullable String memberId) {
    if (groupId == null || groupId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_GROUP_ID, "a share group has a name");
    }
    if (memberId == null || memberId.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "a member of a share group has an id");
    }
    return new ShareMemberKey(groupId, memberId);
  }
}
