package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupKind;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.group.StoredGroup;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.GroupMetadataKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The classic groups of a shard. Two kinds of state, kept apart:
/// - what is durable: the last committed record of each group. It changes only in [#apply];
/// - what is at work: who is joining, who waits, which sessions run ([ClassicGroup]). It starts
///   from the durable state when the shard is loaded, is changed by commands, and is lost with
///   leadership, as it is in Kafka: members notice and join again.
public final class ClassicGroups implements GroupKind {

  private final Map<String, StoredGroup> stored = new HashMap<>();
  private final Map<String, ClassicGroup> groups = new HashMap<>();

  @Override
  public boolean owns(short recordType) {
    return recordType == GroupMetadataKey.API_KEY;
  }

  @Override
  public void apply(short recordType, WireReader key, byte @Nullable [] value) {
    String group = GroupMetadataKey.read(key, (short) 0).group;
    if (value == null) {
      stored.remove(group);
    } else {
      stored.put(group, GroupRecords.readGroup(value));
    }
  }

  /// The last committed record of the group, `null` when there is none.
  public @Nullable StoredGroup stored(String groupId) {
    return stored.get(groupId);
  }

  /// The last committed record of every group that has one; read only.
  public Map<String, StoredGroup> allStored() {
    return Collections.unmodifiableMap(stored);
  }

  /// The group at work, `null` when there is none: unknown, or only offsets.
  @Override
  public @Nullable ClassicGroup find(String groupId) {
    return groups.get(groupId);
  }

  /// All groups at work.
  @Override
  public Collection<ClassicGroup> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  /// A group is at work from now on.
  public void keep(ClassicGroup group) {
    groups.putIfAbsent(group.groupId(), group);
  }

  /// Puts a group to work that is stored.
  ///
  /// @return `null` when it is not stored
  @Nullable ClassicGroup putToWork(String groupId) {
    StoredGroup group = stored.get(groupId);
    if (group != null) {
      groups.put(groupId, ClassicGroup.of(groupId, group));
    }
    return groups.get(groupId);
  }

  @Override
  public void addTombstones(String groupId, List<CoordinatorRecord> tombstones) {
    if (stored.containsKey(groupId)) {
      tombstones.add(GroupRecords.groupTombstone(groupId));
    }
  }

  @Override
  public void drop(String groupId) {
    groups.remove(groupId);
  }

  /// Puts the groups to work that were stored.
  @Override
  public void loaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    stored.forEach((groupId, group) -> keep(ClassicGroup.of(groupId, group)));
    LoadedGroups.start(shard, turn);
  }

  @Override
  public void unloaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    LoadedGroups.stop(shard, turn);
    groups.clear();
  }
}
