package io.tidepost.coordinator.group;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/// A group of any kind, as it looks to those who do not care which: offsets, lists, deletion.
public interface Group {

  /// An offset does not expire for now.
  long KEPT = Long.MAX_VALUE;

  String groupId();

  GroupType type();

  /// Kafka's name of the state the group is in, for example `Stable`.
  String stateName();

  /// What the members have in common, for example `consumer`; empty when there never were any.
  String protocolType();

  /// How many members it has.
  int size();

  /// Whether the group has no members, so that it may be deleted.
  boolean isEmpty();

  /// Whether somebody with that id is a member.
  boolean hasMember(String memberId);

  /// Whether nobody is in it, nor on the way into it.
  boolean isIdle();

  /// Whether a member is, or may be, subscribed to the topic.
  boolean isSubscribedTo(String topic);

  /// Whether offsets of topics that it is not subscribed to may be deleted as it is.
  boolean letsOffsetsBeDeleted();

  /// Since when the retention time of an offset counts (KIP-211).
  ///
  /// @return milliseconds since 1970, or [#KEPT]
  long offsetIdleSince(String topic, long commitTimestampMillis);

  /// Whether somebody may commit offsets for the group. A commit counts as a sign of life where the
  /// kind of group says so.
  ///
  /// @param memberId empty for somebody who is no member
  /// @param epoch generation of a classic group, member epoch of the others, negative for nobody
  /// @param apiVersion of the OffsetCommit, which decides how some errors are called
  ErrorCode mayCommit(
      String memberId,
      @Nullable String groupInstanceId,
      int epoch,
      short apiVersion,
      Turn<GroupCoordinatorShard> turn);

  /// Whether somebody who [may commit][#mayCommit] may do so for one partition.
  default ErrorCode mayCommitPartition(
      String memberId, int epoch, Uuid topicId, String topic, int partition) {
    return ErrorCode.NONE;
  }

  /// Whether somebody may fetch the group's offsets.
  ///
  /// @param memberId `null` for somebody who is no member
  /// @param memberEpoch negative for somebody who is no member
  ErrorCode mayFetch(@Nullable String memberId, int memberEpoch);
}
