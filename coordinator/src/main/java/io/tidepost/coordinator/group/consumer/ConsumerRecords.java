package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.record.ConsumerGroupCurrentMemberAssignmentKey;
import io.tidepost.wire.record.ConsumerGroupCurrentMemberAssignmentValue;
import io.tidepost.wire.record.ConsumerGroupMemberMetadataKey;
import io.tidepost.wire.record.ConsumerGroupMemberMetadataValue;
import io.tidepost.wire.record.ConsumerGroupMetadataKey;
import io.tidepost.wire.record.ConsumerGroupMetadataValue;
import io.tidepost.wire.record.ConsumerGroupPartitionMetadataKey;
import io.tidepost.wire.record.ConsumerGroupRegularExpressionKey;
import io.tidepost.wire.record.ConsumerGroupRegularExpressionValue;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMemberKey;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMemberValue;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMetadataKey;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMetadataValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Writes the records of consumer groups (docs/formats/consumer-offsets.md).
final class ConsumerRecords {

  private ConsumerRecords() {}

  static CoordinatorRecord epoch(String groupId, int epoch, long metadataHash) {
    ConsumerGroupMetadataValue value = new ConsumerGroupMetadataValue();
    value.epoch = epoch;
    value.metadataHash = metadataHash;
    return RecordBytes.record(ConsumerGroupMetadataKey.API_KEY, epochKey(groupId), value);
  }

  static CoordinatorRecord epochTombstone(String groupId) {
    return RecordBytes.tombstone(ConsumerGroupMetadataKey.API_KEY, epochKey(groupId));
  }

  static CoordinatorRecord partitionMetadataTombstone(String groupId) {
    ConsumerGroupPartitionMetadataKey key = new ConsumerGroupPartitionMetadataKey();
    key.groupId = groupId;
    return RecordBytes.tombstone(ConsumerGroupPartitionMetadataKey.API_KEY, key);
  }

  static CoordinatorRecord member(String groupId, String memberId, Subscription member) {
    ConsumerGroupMemberMetadataValue value = new ConsumerGroupMemberMetadataValue();
    value.instanceId = member.instanceId();
    value.rackId = member.rackId();
    value.clientId = member.clientId();
    value.clientHost = member.clientHost();
    value.subscribedTopicNames = new ArrayList<>(member.topics());
    value.subscribedTopicRegex = member.regex();
    value.rebalanceTimeoutMs = member.rebalanceTimeoutMillis();
    value.serverAssignor = member.assignor();
    value.classicMemberMetadata = classic(member.classic());
    return RecordBytes.record(
        ConsumerGroupMemberMetadataKey.API_KEY, memberKey(groupId, memberId), value);
  }

  static CoordinatorRecord memberTombstone(String groupId, String memberId) {
    return RecordBytes.tombstone(
        ConsumerGroupMemberMetadataKey.API_KEY, memberKey(groupId, memberId));
  }

  static CoordinatorRecord targetEpoch(String groupId, int epoch, long timestampMillis) {
    ConsumerGroupTargetAssignmentMetadataValue value =
        new ConsumerGroupTargetAssignmentMetadataValue();
    value.assignmentEpoch = epoch;
    value.assignmentTimestamp = timestampMillis;
    return RecordBytes.record(
        ConsumerGroupTargetAssignmentMetadataKey.API_KEY, targetEpochKey(groupId), value);
  }

  static CoordinatorRecord targetEpochTombstone(String groupId) {
    return RecordBytes.tombstone(
        ConsumerGroupTargetAssignmentMetadataKey.API_KEY, targetEpochKey(groupId));
  }

  static CoordinatorRecord target(
      String groupId, String memberId, SortedMap<Uuid, SortedSet<Integer>> partitions) {
    ConsumerGroupTargetAssignmentMemberValue value = new ConsumerGroupTargetAssignmentMemberValue();
    partitions.forEach((topic, of) -> {
      var entry = new ConsumerGroupTargetAssignmentMemberValue.TopicPartition();
      entry.topicId = topic;
      entry.partitions = new ArrayList<>(of);
      value.topicPartitions.add(entry);
    });
    return RecordBytes.record(
        ConsumerGroupTargetAssignmentMemberKey.API_KEY, targetKey(groupId, memberId), value);
  }

  static CoordinatorRecord targetTombstone(String groupId, String memberId) {
    return RecordBytes.tombstone(
        ConsumerGroupTargetAssignmentMemberKey.API_KEY, targetKey(groupId, memberId));
  }

  static CoordinatorRecord ownership(String groupId, String memberId, Ownership ownership) {
    ConsumerGroupCurrentMemberAssignmentValue value =
        new ConsumerGroupCurrentMemberAssignmentValue();
    value.memberEpoch = ownership.memberEpoch();
    value.previousMemberEpoch = ownership.previousMemberEpoch();
    value.state = ownership.state().code();
    value.assignedPartitions = partitions(ownership.assigned());
    value.partitionsPendingRevocation = partitions(ownership.pendingRevocation());
    return RecordBytes.record(
        ConsumerGroupCurrentMemberAssignmentKey.API_KEY, ownershipKey(groupId, memberId), value);
  }

  static CoordinatorRecord ownershipTombstone(String groupId, String memberId) {
    return RecordBytes.tombstone(
        ConsumerGroupCurrentMemberAssignmentKey.API_KEY, ownershipKey(groupId, memberId));
  }

  static CoordinatorRecord regex(String groupId, String regex, ResolvedRegex resolved) {
    ConsumerGroupRegularExpressionValue value = new ConsumerGroupRegularExpressionValue();
    value.topics = new ArrayList<>(resolved.topics());
    value.version = resolved.version();
    value.timestamp = resolved.timestampMillis();
    return RecordBytes.record(
        ConsumerGroupRegularExpressionKey.API_KEY, regexKey(groupId, regex), value);
  }

  static CoordinatorRecord regexTombstone(String groupId, String regex) {
    return RecordBytes.tombstone(
        ConsumerGroupRegularExpressionKey.API_KEY, regexKey(groupId, regex));
  }

  private static List<ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions> partitions(
      SortedMap<Uuid, SortedMap<Integer, Integer>> partitions) {
    List<ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions> result = new ArrayList<>();
    partitions.forEach((topic, epochs) -> {
      var entry = new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions();
      entry.topicId = topic;
      entry.partitions = new ArrayList<>(epochs.keySet());
      entry.assignmentEpochs = new ArrayList<>(epochs.values());
      result.add(entry);
    });
    return result;
  }

  private static ConsumerGroupMemberMetadataValue.@Nullable ClassicMemberMetadata classic(
      @Nullable ClassicSide classic) {
    if (classic == null) {
      return null;
    }
    var result = new ConsumerGroupMemberMetadataValue.ClassicMemberMetadata();
    result.sessionTimeoutMs = classic.sessionTimeoutMillis();
    for (ClassicSide.Protocol protocol : classic.protocols()) {
      var entry = new ConsumerGroupMemberMetadataValue.ClassicProtocol();
      entry.name = protocol.name();
      entry.metadata = ByteBuffer.wrap(protocol.metadata());
      result.supportedProtocols.add(entry);
    }
    return result;
  }

  private static ConsumerGroupMetadataKey epochKey(String groupId) {
    ConsumerGroupMetadataKey key = new ConsumerGroupMetadataKey();
    key.groupId = groupId;
    return key;
  }

  private static ConsumerGroupMemberMetadataKey memberKey(String groupId, String memberId) {
    ConsumerGroupMemberMetadataKey key = new ConsumerGroupMemberMetadataKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static ConsumerGroupTargetAssignmentMetadataKey targetEpochKey(String groupId) {
    ConsumerGroupTargetAssignmentMetadataKey key = new ConsumerGroupTargetAssignmentMetadataKey();
    key.groupId = groupId;
    return key;
  }

  private static ConsumerGroupTargetAssignmentMemberKey targetKey(String groupId, String memberId) {
    ConsumerGroupTargetAssignmentMemberKey key = new ConsumerGroupTargetAssignmentMemberKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static ConsumerGroupCurrentMemberAssignmentKey ownershipKey(
      String groupId, String memberId) {
    ConsumerGroupCurrentMemberAssignmentKey key = new ConsumerGroupCurrentMemberAssignmentKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static ConsumerGroupRegularExpressionKey regexKey(String groupId, String regex) {
    ConsumerGroupRegularExpressionKey key = new ConsumerGroupRegularExpressionKey();
    key.groupId = groupId;
    key.regularExpression = regex;
    return key;
  }
}
