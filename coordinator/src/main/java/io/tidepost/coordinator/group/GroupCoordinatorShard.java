package io.tidepost.coordinator.group;

import io.tidepost.coordinator.group.classic.ClassicGroup;
import io.tidepost.coordinator.group.classic.LoadedGroups;
import io.tidepost.coordinator.group.offset.OffsetStore;
import io.tidepost.coordinator.group.offset.RetentionTick;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CorruptRecordException;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.GroupMetadataKey;
import io.tidepost.wire.record.LegacyOffsetCommitKey;
import io.tidepost.wire.record.OffsetCommitKey;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The groups of one partition of `__consumer_offsets`.
///
/// Two kinds of state, kept apart:
/// - what is durable: committed offsets and the last committed record of each group. It changes
///   only in [#apply], on committed records, everywhere in the same way;
/// - what is at work: who is joining, who waits, which sessions run ([ClassicGroup]). It starts
///   from the durable state when the shard is loaded, is changed by commands, and is lost with
///   leadership, as it is in Kafka: members notice and join again.
///
/// A group without members of its own that somebody commits offsets for (a consumer that assigns
/// its partitions itself) exists through its offsets alone.
public final class GroupCoordinatorShard implements Shard {

  private static final TimerKey RETENTION = new TimerKey("retention", "", "");

  private final GroupOptions options;
  private final OffsetStore offsets = new OffsetStore();
  private final Map<String, StoredGroup> stored = new HashMap<>();
  private final Map<String, ClassicGroup> groups = new HashMap<>();

  public GroupCoordinatorShard(GroupOptions options) {
    this.options = options;
  }

  public GroupOptions options() {
    return options;
  }

  /// Committed offsets of all groups.
  public OffsetStore offsets() {
    return offsets;
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
  public @Nullable ClassicGroup group(String groupId) {
    return groups.get(groupId);
  }

  /// All groups at work.
  public Collection<ClassicGroup> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  /// Every group id there is, sorted.
  public Set<String> groupIds() {
    Set<String> all = new TreeSet<>(groups.keySet());
    all.addAll(offsets.groupIds());
    return all;
  }

  /// Whether the group exists, at work or by its offsets.
  public boolean exists(String groupId) {
    return groups.containsKey(groupId) || offsets.hasGroup(groupId);
  }

  /// A group is at work from now on.
  public void keep(ClassicGroup group) {
    groups.putIfAbsent(group.groupId(), group);
  }

  /// A group is at work no more.
  public void drop(String groupId) {
    groups.remove(groupId);
  }

  @Override
  public void apply(long offset, long producerId, CoordinatorRecord record) {
    try {
      WireReader key = new WireReader(ByteBuffer.wrap(record.key()));
      switch (key.readInt16()) {
        case LegacyOffsetCommitKey.API_KEY, OffsetCommitKey.API_KEY ->
            applyOffset(offset, producerId, OffsetCommitKey.read(key, (short) 0), record.value());
        case GroupMetadataKey.API_KEY -> {
          String group = GroupMetadataKey.read(key, (short) 0).group;
          byte[] value = record.value();
          if (value == null) {
            stored.remove(group);
          } else {
            stored.put(group, GroupRecords.readGroup(value));
          }
        }
        default -> {
          // Groups of the newer protocols: none of them is at work here, and their records stay in
          // the log for a coordinator that knows them.
        }
      }
    } catch (WireException e) {
      throw new CorruptRecordException(
          "record at offset " + offset + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void applyOffset(
      long recordOffset, long producerId, OffsetCommitKey key, byte @Nullable [] value) {
    offsets.apply(
        producerId,
        key.group,
        key.topic,
        key.partition,
        value == null ? null : GroupRecords.readOffset(recordOffset, value));
  }

  @Override
  public void applyMarker(long producerId, boolean committed) {
    offsets.applyMarker(producerId, committed);
  }

  /// Puts the groups to work that were stored.
  @Override
  public void loaded(Turn<?> turn) {
    Turn<GroupCoordinatorShard> mine = own(turn);
    stored.forEach((groupId, group) -> keep(ClassicGroup.of(groupId, group)));
    LoadedGroups.start(this, mine);
    scheduleRetention(mine);
  }

  /// Sets the timer of the next look at what has expired.
  public void scheduleRetention(Turn<GroupCoordinatorShard> turn) {
    turn.setTimer(RETENTION, options.retentionCheckIntervalMillis(), new RetentionTick());
  }

  @Override
  public void unloaded(Turn<?> turn) {
    LoadedGroups.stop(this, own(turn));
    groups.clear();
  }

  @SuppressWarnings("unchecked")
  private static Turn<GroupCoordinatorShard> own(Turn<?> turn) {
    return (Turn<GroupCoordinatorShard>) turn;
  }
}
