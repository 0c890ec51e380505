package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.record.ShareGroupCurrentMemberAssignmentKey;
import io.tidepost.wire.record.ShareGroupCurrentMemberAssignmentValue;
import io.tidepost.wire.record.ShareGroupMemberMetadataKey;
import io.tidepost.wire.record.ShareGroupMemberMetadataValue;
import io.tidepost.wire.record.ShareGroupMetadataKey;
import io.tidepost.wire.record.ShareGroupMetadataValue;
import io.tidepost.wire.record.ShareGroupStatePartitionMetadataKey;
import io.tidepost.wire.record.ShareGroupStatePartitionMetadataValue;
import io.tidepost.wire.record.ShareGroupTargetAssignmentMemberKey;
import io.tidepost.wire.record.ShareGroupTargetAssignmentMemberValue;
import io.tidepost.wire.record.ShareGroupTargetAssignmentMetadataKey;
import io.tidepost.wire.record.ShareGroupTargetAssignmentMetadataValue;
import java.util.ArrayList;
import java.util.List;

/// Writes the records of share groups (docs/formats/consumer-offsets.md).
final class ShareGroupRecords {

  /// The only state a member of a share group is ever in (Kafka's MemberState).
  private static final byte STABLE = 0;

  private ShareGroupRecords() {}

  static CoordinatorRecord epoch(String groupId, int epoch, long metadataHash) {
    ShareGroupMetadataValue value = new ShareGroupMetadataValue();
    value.epoch = epoch;
    value.metadataHash = metadataHash;
    return RecordBytes.record(ShareGroupMetadataKey.API_KEY, epochKey(groupId), value);
  }

  static CoordinatorRecord member(String groupId, ShareMember member) {
    ShareGroupMemberMetadataValue value = new ShareGroupMemberMetadataValue();
    value.rackId = member.rackId();
    value.clientId = member.clientId();
    value.clientHost = member.clientHost();
    value.subscribedTopicNames = new ArrayList<>(member.topics());
    return RecordBytes.record(
        ShareGroupMemberMetadataKey.API_KEY, memberKey(groupId, member.memberId()), value);
  }

  static CoordinatorRecord targetEpoch(String groupId, int epoch, long nowMillis) {
    ShareGroupTargetAssignmentMetadataValue value = new ShareGroupTargetAssignmentMetadataValue();
    value.assignmentEpoch = epoch;
    value.assignmentTimestamp = nowMillis;
    return RecordBytes.record(
        ShareGroupTargetAssignmentMetadataKey.API_KEY, targetEpochKey(groupId), value);
  }

  static CoordinatorRecord target(String groupId, String memberId, Assignment target) {
    ShareGroupTargetAssignmentMemberValue value = new ShareGroupTargetAssignmentMemberValue();
    target
        .topics()
        .forEach((topicId, partitions) -> {
          var topic = new ShareGroupTargetAssignmentMemberValue.TopicPartition();
          topic.topicId = topicId;
          topic.partitions = new ArrayList<>(partitions);
          value.topicPartitions.add(topic);
        });
    return RecordBytes.record(
        ShareGroupTargetAssignmentMemberKey.API_KEY, targetKey(groupId, memberId), value);
  }

  static CoordinatorRecord current(String groupId, ShareMember member) {
    ShareGroupCurrentMemberAssignmentValue value = new ShareGroupCurrentMemberAssignmentValue();
    value.memberEpoch = member.epoch();
    value.previousMemberEpoch = member.previousEpoch();
    value.state = STABLE;
    member
        .assigned()
        .topics()
        .forEach((topicId, partitions) -> {
          var topic = new ShareGroupCurrentMemberAssignmentValue.TopicPartitions();
          topic.topicId = topicId;
          topic.partitions = new ArrayList<>(partitions);
          value.assignedPartitions.add(topic);
        });
    return RecordBytes.record(
        ShareGroupCurrentMemberAssignmentKey.API_KEY,
        currentKey(groupId, member.memberId()),
        value);
  }

  static CoordinatorRecord states(String groupId, StateTopics topics) {
    ShareGroupStatePartitionMetadataValue value = new ShareGroupStatePartitionMetadataValue();
    topics.initialized().forEach((id, topic) -> value.initializedTopics.add(info(id, topic)));
    topics.initializing().forEach((id, topic) -> value.initializingTopics.add(info(id, topic)));
    return RecordBytes.record(
        ShareGroupStatePartitionMetadataKey.API_KEY, statesKey(groupId), value);
  }

  private static ShareGroupStatePartitionMetadataValue.TopicPartitionsInfo info(
      Uuid topicId, SharedTopic topic) {
    var info = new ShareGroupStatePartitionMetadataValue.TopicPartitionsInfo();
    info.topicId = topicId;
    info.topicName = topic.name();
    info.partitions = new ArrayList<>(topic.partitions());
    return info;
  }

  /// What removes a member.
  static List<CoordinatorRecord> withoutMember(String groupId, String memberId) {
    return List.of(
        RecordBytes.tombstone(
            ShareGroupCurrentMemberAssignmentKey.API_KEY, currentKey(groupId, memberId)),
        RecordBytes.tombstone(
            ShareGroupTargetAssignmentMemberKey.API_KEY, targetKey(groupId, memberId)),
        RecordBytes.tombstone(ShareGroupMemberMetadataKey.API_KEY, memberKey(groupId, memberId)));
  }

  /// What removes a group without members.
  static List<CoordinatorRecord> withoutGroup(String groupId) {
    return List.of(
        RecordBytes.tombstone(
            ShareGroupTargetAssignmentMetadataKey.API_KEY, targetEpochKey(groupId)),
        RecordBytes.tombstone(ShareGroupStatePartitionMetadataKey.API_KEY, statesKey(groupId)),
        RecordBytes.tombstone(ShareGroupMetadataKey.API_KEY, epochKey(groupId)));
  }

  private static ShareGroupMetadataKey epochKey(String groupId) {
    ShareGroupMetadataKey key = new ShareGroupMetadataKey();
    key.groupId = groupId;
    return key;
  }

  private static ShareGroupMemberMetadataKey memberKey(String groupId, String memberId) {
    ShareGroupMemberMetadataKey key = new ShareGroupMemberMetadataKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static ShareGroupTargetAssignmentMetadataKey targetEpochKey(String groupId) {
    ShareGroupTargetAssignmentMetadataKey key = new ShareGroupTargetAssignmentMetadataKey();
    key.groupId = groupId;
    return key;
  }

  private static ShareGroupTargetAssignmentMemberKey targetKey(String groupId, String memberId) {
    ShareGroupTargetAssignmentMemberKey key = new ShareGroupTargetAssignmentMemberKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static ShareGroupCurrentMemberAssignmentKey currentKey(String groupId, String memberId) {
    ShareGroupCurrentMemberAssignmentKey key = new ShareGroupCurrentMemberAssignmentKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static ShareGroupStatePartitionMetadataKey statesKey(String groupId) {
    ShareGroupStatePartitionMetadataKey key = new ShareGroupStatePartitionMetadataKey();
    key.groupId = groupId;
    return key;
  }
}
