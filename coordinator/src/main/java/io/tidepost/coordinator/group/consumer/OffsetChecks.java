package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Who may commit and fetch offsets of a consumer group. A commit does not prolong the session:
/// heartbeats do.
final class OffsetChecks {

  /// First version of OffsetCommit that knows STALE_MEMBER_EPOCH.
  private static final short STALE_EPOCH_VERSION = 9;

  private OffsetChecks() {}

  static ErrorCode mayCommit(
      ConsumerGroup group, String memberId, int memberEpoch, short apiVersion) {
    if (memberEpoch < 0 && group.isEmpty()) {
      return ErrorCode.NONE;
    }
    ConsumerMember member = group.member(memberId);
    if (member == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    if (!member.usesClassicProtocol() && apiVersion < STALE_EPOCH_VERSION) {
      return ErrorCode.UNSUPPORTED_VERSION;
    }
    return memberEpoch > member.memberEpoch() ? stale(member) : ErrorCode.NONE;
  }

  /// An older epoch may still commit what it has had all the time since (KIP-1251): the member has
  /// only not heard of its newer epoch yet.
  static ErrorCode mayCommitPartition(
      ConsumerGroup group, String memberId, int memberEpoch, Uuid topic, int partition) {
    ConsumerMember member = group.member(memberId);
    if (member == null || memberEpoch >= member.memberEpoch()) {
      return ErrorCode.NONE;
    }
    int given = member.ownership().epochOf(topic, partition);
    return given < 0 || memberEpoch < given ? stale(member) : ErrorCode.NONE;
  }

  static ErrorCode mayFetch(ConsumerGroup group, @Nullable String memberId, int memberEpoch) {
    if (memberId == null && memberEpoch < 0) {
      return ErrorCode.NONE;
    }
    ConsumerMember member = memberId == null ? null : group.member(memberId);
    if (member == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    return memberEpoch == member.memberEpoch() ? ErrorCode.NONE : stale(member);
  }

  private static ErrorCode stale(ConsumerMember member) {
    return member.usesClassicProtocol()
        ? ErrorCode.ILLEGAL_GENERATION
        : ErrorCode.STALE_MEMBER_EPOCH;
  }
}
