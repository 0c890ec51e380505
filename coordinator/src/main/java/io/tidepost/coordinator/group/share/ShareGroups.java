package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupKind;
import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireReader;
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
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The share groups of a shard. Wholly durable: the state is what the committed records come to;
/// only the sessions of members start anew with leadership.
public final class ShareGroups implements GroupKind {

  private final Map<String, ShareGroup> groups = new HashMap<>();

  @Override
  public boolean owns(short recordType) {
    return recordType >= ShareGroupMemberMetadataKey.API_KEY
        && recordType <= ShareGroupStatePartitionMetadataKey.API_KEY;
  }

  @Override
  public @Nullable ShareGroup find(String groupId) {
    return groups.get(groupId);
  }

  @Override
  public Collection<ShareGroup> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  private ShareGroup group(String groupId) {
    return groups.computeIfAbsent(groupId, ShareGroup::new);
  }

  @Override
  public void apply(short recordType, WireReader key, byte @Nullable [] value) {
    switch (recordType) {
      case ShareGroupMemberMetadataKey.API_KEY -> applyMember(key, value);
      case ShareGroupMetadataKey.API_KEY -> applyEpoch(key, value);
      case ShareGroupTargetAssignmentMetadataKey.API_KEY -> applyTargetEpoch(key, value);
      case ShareGroupTargetAssignmentMemberKey.API_KEY -> applyTarget(key, value);
      case ShareGroupCurrentMemberAssignmentKey.API_KEY -> applyCurrent(key, value);
      case ShareGroupStatePartitionMetadataKey.API_KEY -> applyStates(key, value);
      default -> throw new IllegalArgumentException("record type " + recordType);
    }
  }

  private void applyMember(WireReader in, byte @Nullable [] bytes) {
    ShareGroupMemberMetadataKey key = ShareGroupMemberMetadataKey.read(in, (short) 0);
    if (bytes == null) {
      ShareGroup group = groups.get(key.groupId);
      if (group != null) {
        group.remove(key.memberId);
      }
      return;
    }
    WireReader value = RecordBytes.reader(bytes);
    var read = ShareGroupMemberMetadataValue.read(value, value.readInt16());
    ShareGroup group = group(key.groupId);
    group.put(
        memberOrNew(group, key.memberId)
            .withSubscription(
                read.rackId,
                read.clientId,
                read.clientHost,
                new TreeSet<>(read.subscribedTopicNames)));
  }

  private static ShareMember memberOrNew(ShareGroup group, String memberId) {
    ShareMember known = group.member(memberId);
    return known == null
        ? new ShareMember(memberId, null, "", "", new TreeSet<>(), 0, -1, Assignment.NOTHING)
        : known;
  }

  private void applyEpoch(WireReader in, byte @Nullable [] bytes) {
    String groupId = ShareGroupMetadataKey.read(in, (short) 0).groupId;
    if (bytes == null) {
      groups.remove(groupId);
      return;
    }
    WireReader value = RecordBytes.reader(bytes);
    var read = ShareGroupMetadataValue.read(value, value.readInt16());
    group(groupId).epoch(read.epoch, read.metadataHash);
  }

  private void applyTargetEpoch(WireReader in, byte @Nullable [] bytes) {
    String groupId = ShareGroupTargetAssignmentMetadataKey.read(in, (short) 0).groupId;
    if (bytes != null) {
      WireReader value = RecordBytes.reader(bytes);
      var read = ShareGroupTargetAssignmentMetadataValue.read(value, value.readInt16());
      group(groupId).assignmentEpoch(read.assignmentEpoch, read.assignmentTimestamp);
    }
  }

  private void applyTarget(WireReader in, byte @Nullable [] bytes) {
    ShareGroupTargetAssignmentMemberKey key =
        ShareGroupTargetAssignmentMemberKey.read(in, (short) 0);
    if (bytes == null) {
      ShareGroup group = groups.get(key.groupId);
      if (group != null) {
        group.target(key.memberId, null);
      }
      return;
    }
    WireReader value = RecordBytes.reader(bytes);
    var read = ShareGroupTargetAssignmentMemberValue.read(value, value.readInt16());
    Assignment.Builder target = new Assignment.Builder();
    read.topicPartitions.forEach(t -> t.partitions.forEach(p -> target.add(t.topicId, p)));
    group(key.groupId).target(key.memberId, target.build());
  }

  private void applyCurrent(WireReader in, byte @Nullable [] bytes) {
    ShareGroupCurrentMemberAssignmentKey key =
        ShareGroupCurrentMemberAssignmentKey.read(in, (short) 0);
    if (bytes == null) {
      return; // the member's own tombstone follows
    }
    WireReader value = RecordBytes.reader(bytes);
    var read = ShareGroupCurrentMemberAssignmentValue.read(value, value.readInt16());
    Assignment.Builder assigned = new Assignment.Builder();
    read.assignedPartitions.forEach(t -> t.partitions.forEach(p -> assigned.add(t.topicId, p)));
    ShareGroup group = group(key.groupId);
    ShareMember known = memberOrNew(group, key.memberId);
    group.put(
        new ShareMember(
            known.memberId(),
            known.rackId(),
            known.clientId(),
            known.clientHost(),
            known.topics(),
            read.memberEpoch,
            read.previousMemberEpoch,
            assigned.build()));
  }

  /// What a coordinator had begun to delete counts as gone.
  private void applyStates(WireReader in, byte @Nullable [] bytes) {
    String groupId = ShareGroupStatePartitionMetadataKey.read(in, (short) 0).groupId;
    if (bytes == null) {
      ShareGroup group = groups.get(groupId);
      if (group != null) {
        group.states(StateTopics.NONE);
      }
      return;
    }
    WireReader value = RecordBytes.reader(bytes);
    var read = ShareGroupStatePartitionMetadataValue.read(value, value.readInt16());
    group(groupId)
        .states(new StateTopics(topics(read.initializedTopics), topics(read.initializingTopics)));
  }

  private static SortedMap<Uuid, SharedTopic> topics(
      List<ShareGroupStatePartitionMetadataValue.TopicPartitionsInfo> infos) {
    SortedMap<Uuid, SharedTopic> topics = new TreeMap<>();
    for (var info : infos) {
      var topic = new SharedTopic(info.topicName, new TreeSet<>(info.partitions));
      topics.merge(info.topicId, topic, SharedTopic::with);
    }
    return topics;
  }

  @Override
  public void addTombstones(String groupId, List<CoordinatorRecord> tombstones) {
    ShareGroup group = groups.get(groupId);
    if (group != null) {
      for (String memberId : group.members().keySet()) {
        tombstones.addAll(ShareGroupRecords.withoutMember(groupId, memberId));
      }
      tombstones.addAll(ShareGroupRecords.withoutGroup(groupId));
    }
  }

  @Override
  public void drop(String groupId) {
    groups.remove(groupId);
  }

  /// Every member gets its whole session time to find the new coordinator.
  @Override
  public void loaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    for (ShareGroup group : groups.values()) {
      for (String memberId : group.members().keySet()) {
        ShareSession.watch(shard, turn, group.groupId(), memberId);
      }
    }
  }

  @Override
  public void unloaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    groups.clear();
  }
}
