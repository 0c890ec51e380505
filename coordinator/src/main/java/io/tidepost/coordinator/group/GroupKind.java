package io.tidepost.coordinator.group;

import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireReader;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All groups of one kind in a shard: owns their records and what they come to.
public interface GroupKind {

  /// Whether records with this type in their key are this kind's.
  boolean owns(short recordType);

  /// Takes a committed record into the state.
  ///
  /// @param recordType one that this kind owns
  /// @param key stands behind the type
  /// @param value with its version in front, `null` for a tombstone
  /// @throws io.tidepost.wire.WireException when it cannot be read
  void apply(short recordType, WireReader key, byte @Nullable [] value);

  /// The group of that id, `null` when this kind has none.
  @Nullable Group find(String groupId);

  /// Every group there is.
  Collection<? extends Group> groups();

  /// Adds what removes every record of the group, offsets apart.
  void addTombstones(String groupId, List<CoordinatorRecord> tombstones);

  /// The group is gone: its tombstones are committed.
  void drop(String groupId);

  /// Everything committed has been applied: sessions start.
  void loaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn);

  /// Leadership is gone: answers every request that is parked.
  void unloaded(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn);
}
