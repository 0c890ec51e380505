package io.tidepost.replica.share;

/// A member of a share group, as it fetches.
///
/// @param groupId its group
/// @param memberId itself
public record ShareMemberKey(String groupId, String memberId) {}
