package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupKind;
import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.StreamsGroupCurrentMemberAssignmentKey;
import io.tidepost.wire.record.StreamsGroupMemberMetadataKey;
import io.tidepost.wire.record.StreamsGroupMetadataKey;
import io.tidepost.wire.record.StreamsGroupMetadataValue;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMemberKey;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMetadataKey;
import io.tidepost.wire.record.StreamsGroupTargetAssignmentMetadataValue;
import io.tidepost.wire.record.StreamsGroupTopologyKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The streams groups of a shard. Groups change only in [#apply].
public final class StreamsGroups implements GroupKind {

  private static final short VERSION = 0;

  private final Map<String, StreamsGroup> groups = new HashMap<>();

  @Override
  public boolean owns(short recordType) {
    return switch (recordType) {
      case StreamsGroupMetadataKey.API_KEY,
          StreamsGroupMemberMetadataKey.API_KEY,
          StreamsGroupTargetAssignmentMetadataKey.API_KEY,
          StreamsGroupTargetAssignmentMemberKey.API_KEY,
          StreamsGroupCurrentMemberAssignmentKey.API_KEY,
          StreamsGroupTopologyKey.API_KEY ->
          true;
      default -> false;
    };
  }

  @Override
  public void apply(short recordType, WireReader key, byte @Nullable [] value) {
    switch (recordType) {
      case StreamsGroupMetadataKey.API_KEY ->
          applyEpoch(StreamsGroupMetadataKey.read(key, VERSION).groupId, value);
      case StreamsGroupTopologyKey.API_KEY -> {
        StreamsGroup group = groupFor(StreamsGroupTopologyKey.read(key, VERSION).groupId, value);
        if (group != null) {
          group.topology(value == null ? null : StreamsReading.topology(value));
        }
      }
      case StreamsGroupTargetAssignmentMetadataKey.API_KEY ->
          applyTargetEpoch(
              StreamsGroupTargetAssignmentMetadataKey.read(key, VERSION).groupId, value);
      default -> applyMember(recordType, key, value);
    }
  }

  private void applyMember(short recordType, WireReader key, byte @Nullable [] value) {
    switch (recordType) {
      case StreamsGroupMemberMetadataKey.API_KEY -> {
        var read = StreamsGroupMemberMetadataKey.read(key, VERSION);
        StreamsGroup group = groupFor(read.groupId, value);
        if (group != null) {
          group.identify(read.memberId, value == null ? null : StreamsReading.identity(value));
        }
      }
      case StreamsGroupTargetAssignmentMemberKey.API_KEY -> {
        var read = StreamsGroupTargetAssignmentMemberKey.read(key, VERSION);
        StreamsGroup group = groupFor(read.groupId, value);
        if (group != null) {
          group.target(read.memberId, value == null ? null : StreamsReading.target(value));
        }
      }
      case StreamsGroupCurrentMemberAssignmentKey.API_KEY -> {
        var read = StreamsGroupCurrentMemberAssignmentKey.read(key, VERSION);
        StreamsGroup group = groupFor(read.groupId, value);
        if (group != null) {
          group.own(read.memberId, value == null ? null : StreamsReading.ownership(value));
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
    var read = StreamsGroupMetadataValue.read(in, in.readInt16());
    SortedMap<String, String> configs = new TreeMap<>();
    if (read.lastAssignmentConfigs != null) {
      read.lastAssignmentConfigs.forEach(config -> configs.put(config.key, config.value));
    }
    created(groupId).epoch(read.epoch, read.metadataHash, read.validatedTopologyEpoch, configs);
  }

  private void applyTargetEpoch(String groupId, byte @Nullable [] value) {
    StreamsGroup group = groupFor(groupId, value);
    if (group == null) {
      return;
    }
    if (value == null) {
      group.targetEpoch(StreamsGroup.EPOCH_NONE, 0);
      return;
    }
    WireReader in = RecordBytes.reader(value);
    var read = StreamsGroupTargetAssignmentMetadataValue.read(in, in.readInt16());
    group.targetEpoch(read.assignmentEpoch, read.assignmentTimestamp);
  }

  private @Nullable StreamsGroup groupFor(String groupId, byte @Nullable [] value) {
    return value == null ? groups.get(groupId) : created(groupId);
  }

  private StreamsGroup created(String groupId) {
    return groups.computeIfAbsent(groupId, StreamsGroup::new);
  }

  @Override
  public @Nullable StreamsGroup find(String groupId) {
    return groups.get(groupId);
  }

  @Override
  public Collection<StreamsGroup> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  @Override
  public void addTombstones(String groupId, List<CoordinatorRecord> tombstones) {
    StreamsGroup group = groups.get(groupId);
    if (group != null) {
      group.addTombstones(tombstones);
    }
  }

  /// The tombstones already did.
  @Override
  public void drop(String groupId) {}

  @Override
  public void loaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    for (StreamsGroup group : groups.values()) {
      group.members().forEach(m -> StreamsTimers.start(shard, turn, group.groupId(), m));
    }
  }

  @Override
  public void unloaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {}
}
