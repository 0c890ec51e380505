package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.group.streams.StreamsMember.Identity;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.record.StreamsGroupCurrentMemberAssignmentKey;
import io.tidepost.wire.record.StreamsGroupCurrentMemberAssignmentValue;
import io.tidepost.wire.record.StreamsGroupMemberMetadataKey;
import io.tidepost.wire.record.StreamsGroupMemberMetadataValue;
import io.tidepost.wire.record.StreamsGroupMetadataKey;
import io.tidepost.wire.record.StreamsGroupMetadataValue;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMemberKey;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMemberValue;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMetadataKey;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMetadataValue;
import io.tidepost.wire.record.StreamsGroupTopologyKey;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes the records of streams groups (docs/formats/consumer-offsets.md).
final class StreamsRecords {

  private StreamsRecords() {}

  static CoordinatorRecord epoch(
      String groupId, int epoch, long hash, int topologyEpoch, Map<String, String> configs) {
    StreamsGroupMetadataValue value = new StreamsGroupMetadataValue();
    value.epoch = epoch;
    value.metadataHash = hash;
    value.validatedTopologyEpoch = topologyEpoch;
    List<StreamsGroupMetadataValue.LastAssignmentConfig> last = new ArrayList<>();
    configs.forEach((name, text) -> {
      var config = new StreamsGroupMetadataValue.LastAssignmentConfig();
      config.key = name;
      config.value = text;
      last.add(config);
    });
    value.lastAssignmentConfigs = last;
    return RecordBytes.record(StreamsGroupMetadataKey.API_KEY, epochKey(groupId), value);
  }

  static CoordinatorRecord epochTombstone(String groupId) {
    return RecordBytes.tombstone(StreamsGroupMetadataKey.API_KEY, epochKey(groupId));
  }

  static CoordinatorRecord topology(String groupId, StreamsGroupTopologyValue topology) {
    return RecordBytes.record(StreamsGroupTopologyKey.API_KEY, topologyKey(groupId), topology);
  }

  static CoordinatorRecord topologyTombstone(String groupId) {
    return RecordBytes.tombstone(StreamsGroupTopologyKey.API_KEY, topologyKey(groupId));
  }

  static CoordinatorRecord member(String groupId, String memberId, Identity identity) {
    StreamsGroupMemberMetadataValue value = new StreamsGroupMemberMetadataValue();
    value.rackId = identity.rackId();
    value.clientId = identity.clientId();
    value.clientHost = identity.clientHost();
    value.rebalanceTimeoutMs = identity.rebalanceTimeoutMillis();
    value.topologyEpoch = identity.topologyEpoch();
    value.processId = identity.processId();
    StreamsMember.Endpoint endpoint = identity.endpoint();
    if (endpoint != null) {
      value.userEndpoint = new StreamsGroupMemberMetadataValue.Endpoint();
      value.userEndpoint.host = endpoint.host();
      value.userEndpoint.port = endpoint.port();
    }
    identity
        .clientTags()
        .forEach((name, text) -> {
          var tag = new StreamsGroupMemberMetadataValue.KeyValue();
          tag.key = name;
          tag.value = text;
          value.clientTags.add(tag);
        });
    return RecordBytes.record(
        StreamsGroupMemberMetadataKey.API_KEY, memberKey(groupId, memberId), value);
  }

  static CoordinatorRecord memberTombstone(String groupId, String memberId) {
    return RecordBytes.tombstone(
        StreamsGroupMemberMetadataKey.API_KEY, memberKey(groupId, memberId));
  }

  static CoordinatorRecord targetEpoch(String groupId, int epoch, long timestampMillis) {
    StreamsGroupTargetAssignmentMetadataValue value =
        new StreamsGroupTargetAssignmentMetadataValue();
    value.assignmentEpoch = epoch;
    value.assignmentTimestamp = timestampMillis;
    return RecordBytes.record(
        StreamsGroupTargetAssignmentMetadataKey.API_KEY, targetEpochKey(groupId), value);
  }

  static CoordinatorRecord targetEpochTombstone(String groupId) {
    return RecordBytes.tombstone(
        StreamsGroupTargetAssignmentMetadataKey.API_KEY, targetEpochKey(groupId));
  }

  static CoordinatorRecord target(String groupId, String memberId, Tasks tasks) {
    StreamsGroupTargetAssignmentMemberValue value = new StreamsGroupTargetAssignmentMemberValue();
    value.activeTasks = targetTasks(tasks.active());
    value.standbyTasks = targetTasks(tasks.standby());
    value.warmupTasks = targetTasks(tasks.warmup());
    return RecordBytes.record(
        StreamsGroupTargetAssignmentMemberKey.API_KEY, targetKey(groupId, memberId), value);
  }

  static CoordinatorRecord targetTombstone(String groupId, String memberId) {
    return RecordBytes.tombstone(
        StreamsGroupTargetAssignmentMemberKey.API_KEY, targetKey(groupId, memberId));
  }

  static CoordinatorRecord ownership(String groupId, String memberId, Ownership ownership) {
    StreamsGroupCurrentMemberAssignmentValue value = new StreamsGroupCurrentMemberAssignmentValue();
    value.memberEpoch = ownership.memberEpoch();
    value.previousMemberEpoch = ownership.previousMemberEpoch();
    value.state = ownership.state().code();
    value.activeTasks = ownedTasks(ownership.assigned().active(), true);
    value.standbyTasks = ownedTasks(ownership.assigned().standby(), false);
    value.warmupTasks = ownedTasks(ownership.assigned().warmup(), false);
    value.activeTasksPendingRevocation = ownedTasks(ownership.pendingRevocation().active(), true);
    value.standbyTasksPendingRevocation =
        ownedTasks(ownership.pendingRevocation().standby(), false);
    value.warmupTasksPendingRevocation = ownedTasks(ownership.pendingRevocation().warmup(), false);
    return RecordBytes.record(
        StreamsGroupCurrentMemberAssignmentKey.API_KEY, ownershipKey(groupId, memberId), value);
  }

  static CoordinatorRecord ownershipTombstone(String groupId, String memberId) {
    return RecordBytes.tombstone(
        StreamsGroupCurrentMemberAssignmentKey.API_KEY, ownershipKey(groupId, memberId));
  }

  private static List<StreamsGroupTargetAssignmentMemberValue.TaskIds> targetTasks(TaskMap tasks) {
    List<StreamsGroupTargetAssignmentMemberValue.TaskIds> result = new ArrayList<>();
    tasks
        .tasks()
        .forEach((subtopology, of) -> {
          var ids = new StreamsGroupTargetAssignmentMemberValue.TaskIds();
          ids.subtopologyId = subtopology;
          ids.partitions = new ArrayList<>(of.keySet());
          result.add(ids);
        });
    return result;
  }

  private static List<StreamsGroupCurrentMemberAssignmentValue.TaskIds> ownedTasks(
      TaskMap tasks, boolean withEpochs) {
    List<StreamsGroupCurrentMemberAssignmentValue.TaskIds> result = new ArrayList<>();
    tasks
        .tasks()
        .forEach((subtopology, of) -> {
          var ids = new StreamsGroupCurrentMemberAssignmentValue.TaskIds();
          ids.subtopologyId = subtopology;
          ids.partitions = new ArrayList<>(of.keySet());
          ids.assignmentEpochs = withEpochs ? new ArrayList<>(of.values()) : null;
          result.add(ids);
        });
    return result;
  }

  private static StreamsGroupMetadataKey epochKey(String groupId) {
    StreamsGroupMetadataKey key = new StreamsGroupMetadataKey();
    key.groupId = groupId;
    return key;
  }

  private static StreamsGroupTopologyKey topologyKey(String groupId) {
    StreamsGroupTopologyKey key = new StreamsGroupTopologyKey();
    key.groupId = groupId;
    return key;
  }

  private static StreamsGroupMemberMetadataKey memberKey(String groupId, String memberId) {
    StreamsGroupMemberMetadataKey key = new StreamsGroupMemberMetadataKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static StreamsGroupTargetAssignmentMetadataKey targetEpochKey(String groupId) {
    StreamsGroupTargetAssignmentMetadataKey key = new StreamsGroupTargetAssignmentMetadataKey();
    key.groupId = groupId;
    return key;
  }

  private static StreamsGroupTargetAssignmentMemberKey targetKey(String groupId, String memberId) {
    StreamsGroupTargetAssignmentMemberKey key = new StreamsGroupTargetAssignmentMemberKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }

  private static StreamsGroupCurrentMemberAssignmentKey ownershipKey(
      String groupId, String memberId) {
    StreamsGroupCurrentMemberAssignmentKey key = new StreamsGroupCurrentMemberAssignmentKey();
    key.groupId = groupId;
    key.memberId = memberId;
    return key;
  }
}
