package io.tidepost.coordinator.group.consumer;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupKind;
import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.ConsumerGroupCurrentMemberAssignmentKey;
import io.tidepost.wire.record.ConsumerGroupMemberMetadataKey;
import io.tidepost.wire.record.ConsumerGroupMetadataKey;
import io.tidepost.wire.record.ConsumerGroupMetadataValue;
import io.tidepost.wire.record.ConsumerGroupPartitionMetadataKey;
import io.tidepost.wire.record.ConsumerGroupRegularExpressionKey;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMemberKey;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMetadataKey;
import io.tidepost.wire.record.ConsumerGroupTargetAssignmentMetadataValue;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The consumer groups of a shard. Everything about them is durable: groups change only in
/// [#apply]. Timers and what is being worked out elsewhere are set up again after loading.
public final class ConsumerGroups implements GroupKind {

  private static final short VERSION = 0;

  private final Map<String, ConsumerGroup> groups = new HashMap<>();

  @Override
  public boolean owns(short recordType) {
    return switch (recordType) {
      case ConsumerGroupMetadataKey.API_KEY,
          ConsumerGroupPartitionMetadataKey.API_KEY,
          ConsumerGroupMemberMetadataKey.API_KEY,
          ConsumerGroupTargetAssignmentMetadataKey.API_KEY,
          ConsumerGroupTargetAssignmentMemberKey.API_KEY,
          ConsumerGroupCurrentMemberAssignmentKey.API_KEY,
          ConsumerGroupRegularExpressionKey.API_KEY ->
          true;
      default -> false;
    };
  }

  @Override
  public void apply(short recordType, WireReader key, byte @Nullable [] value) {
    switch (recordType) {
      case ConsumerGroupMetadataKey.API_KEY ->
          applyEpoch(ConsumerGroupMetadataKey.read(key, VERSION).groupId, value);
      case ConsumerGroupPartitionMetadataKey.API_KEY ->
          applyPartitionMetadata(
              ConsumerGroupPartitionMetadataKey.read(key, VERSION).groupId, value);
      case ConsumerGroupTargetAssignmentMetadataKey.API_KEY ->
          applyTargetEpoch(
              ConsumerGroupTargetAssignmentMetadataKey.read(key, VERSION).groupId, value);
      default -> applyDetail(recordType, key, value);
    }
  }

  private void applyDetail(short recordType, WireReader key, byte @Nullable [] value) {
    switch (recordType) {
      case ConsumerGroupMemberMetadataKey.API_KEY -> {
        var read = ConsumerGroupMemberMetadataKey.read(key, VERSION);
        ConsumerGroup group = groupFor(read.groupId, value);
        if (group != null) {
          group.subscribe(read.memberId, value == null ? null : RecordReading.subscription(value));
        }
      }
      case ConsumerGroupTargetAssignmentMemberKey.API_KEY -> {
        var read = ConsumerGroupTargetAssignmentMemberKey.read(key, VERSION);
        ConsumerGroup group = groupFor(read.groupId, value);
        if (group != null) {
          group.target(read.memberId, value == null ? null : RecordReading.target(value));
        }
      }
      case ConsumerGroupCurrentMemberAssignmentKey.API_KEY -> {
        var read = ConsumerGroupCurrentMemberAssignmentKey.read(key, VERSION);
        ConsumerGroup group = groupFor(read.groupId, value);
        if (group != null) {
          group.own(read.memberId, value == null ? null : RecordReading.ownership(value));
        }
      }
      case ConsumerGroupRegularExpressionKey.API_KEY -> {
        var read = ConsumerGroupRegularExpressionKey.read(key, VERSION);
        ConsumerGroup group = groupFor(read.groupId, value);
        if (group != null) {
          group.resolve(read.regularExpression, value == null ? null : RecordReading.regex(value));
        }
      }
      default -> throw new IllegalArgumentException("record type " + recordType);
    }
  }

  private void applyEpoch(String groupId, byte @Nullable [] value) {
    if (value == null) {
      groups.remove(groupId);
      return;
    }
    WireReader in = RecordBytes.reader(value);
    var read = ConsumerGroupMetadataValue.read(in, in.readInt16());
    created(groupId).epoch(read.epoch, read.metadataHash);
  }

  private void applyPartitionMetadata(String groupId, byte @Nullable [] value) {
    ConsumerGroup group = groupFor(groupId, value);
    if (group != null) {
      group.hasPartitionMetadata(value != null);
    }
  }

  private void applyTargetEpoch(String groupId, byte @Nullable [] value) {
    ConsumerGroup group = groupFor(groupId, value);
    if (group == null) {
      return;
    }
    if (value == null) {
      group.targetEpoch(ConsumerGroup.EPOCH_NONE, 0);
      return;
    }
    WireReader in = RecordBytes.reader(value);
    var read = ConsumerGroupTargetAssignmentMetadataValue.read(in, in.readInt16());
    group.targetEpoch(read.assignmentEpoch, read.assignmentTimestamp);
  }

  /// A value makes the group, a tombstone (which compaction may have left alone) does not.
  private @Nullable ConsumerGroup groupFor(String groupId, byte @Nullable [] value) {
    return value == null ? groups.get(groupId) : created(groupId);
  }

  private ConsumerGroup created(String groupId) {
    return groups.computeIfAbsent(groupId, ConsumerGroup::new);
  }

  @Override
  public @Nullable ConsumerGroup find(String groupId) {
    return groups.get(groupId);
  }

  @Override
  public Collection<ConsumerGroup> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  @Override
  public void addTombstones(String groupId, List<CoordinatorRecord> tombstones) {
    ConsumerGroup group = groups.get(groupId);
    if (group != null) {
      group.addTombstones(tombstones);
    }
  }

  /// The tombstones already did.
  @Override
  public void drop(String groupId) {}

  /// Every member's session starts anew, and so does the time it has to give up partitions.
  @Override
  public void loaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    for (ConsumerGroup group : groups.values()) {
      group.members().forEach(member -> MemberTimers.start(shard, turn, group.groupId(), member));
    }
  }

  @Override
  public void unloaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {}
}
