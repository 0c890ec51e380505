package io.tidepost.coordinator.group;

import io.tidepost.coordinator.group.classic.ClassicGroups;
import io.tidepost.coordinator.group.consumer.ConsumerGroups;
import io.tidepost.coordinator.group.offset.OffsetStore;
import io.tidepost.coordinator.group.offset.RetentionTick;
import io.tidepost.coordinator.group.share.ShareGroups;
import io.tidepost.coordinator.group.streams.StreamsGroups;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CorruptRecordException;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.TimerKey;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.LegacyOffsetCommitKey;
import io.tidepost.wire.record.OffsetCommitKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The groups of one partition of `__consumer_offsets`: committed offsets, and one [GroupKind] for
/// each kind of group, to which records and questions are handed on.
///
/// A group id belongs to at most one kind at a time. A group without members of its own that
/// somebody commits offsets for (a consumer that assigns its partitions itself) exists through its
/// offsets alone.
public final class GroupCoordinatorShard implements Shard {

  private static final TimerKey RETENTION = new TimerKey("retention", "", "");

  private final GroupOptions options;
  private final OffsetStore offsets = new OffsetStore();
  private final GroupSurroundings surroundings;
  private final ClassicGroups classic = new ClassicGroups();
  private final ConsumerGroups consumer = new ConsumerGroups();
  private final ShareGroups share = new ShareGroups();
  private final StreamsGroups streams = new StreamsGroups();
  private final GroupHistory history = new GroupHistory();
  private final List<GroupKind> kinds = List.of(consumer, classic, share, streams);

  public GroupCoordinatorShard(GroupOptions options, GroupSurroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
  }

  public GroupOptions options() {
    return options;
  }

  /// Committed offsets of all groups.
  public OffsetStore offsets() {
    return offsets;
  }

  /// What groups need to know of the broker.
  public GroupSurroundings surroundings() {
    return surroundings;
  }

  /// Groups of the classic protocol.
  public ClassicGroups classic() {
    return classic;
  }

  /// Groups of the consumer protocol.
  public ConsumerGroups consumer() {
    return consumer;
  }

  /// Groups of Kafka Streams.
  public StreamsGroups streams() {
    return streams;
  }

  /// Share groups.
  public ShareGroups share() {
    return share;
  }

  /// Why groups shared their work out anew.
  public GroupHistory history() {
    return history;
  }

  /// The group of that id, of whatever kind; `null` when there is none, or only offsets.
  public @Nullable Group group(String groupId) {
    for (GroupKind kind : kinds) {
      Group group = kind.find(groupId);
      if (group != null) {
        return group;
      }
    }
    return null;
  }

  /// Every group id there is, sorted.
  public Set<String> groupIds() {
    Set<String> all = new TreeSet<>(offsets.groupIds());
    kinds.forEach(kind -> kind.groups().forEach(group -> all.add(group.groupId())));
    return all;
  }

  /// Whether the group exists, with members or by its offsets.
  public boolean exists(String groupId) {
    return group(groupId) != null || offsets.hasGroup(groupId);
  }

  /// What removes every record of the group, offsets apart.
  public List<CoordinatorRecord> tombstones(String groupId) {
    List<CoordinatorRecord> tombstones = new ArrayList<>();
    kinds.forEach(kind -> kind.addTombstones(groupId, tombstones));
    return tombstones;
  }

  /// A group is gone.
  public void drop(String groupId) {
    kinds.forEach(kind -> kind.drop(groupId));
    history.forget(groupId);
  }

  @Override
  public void apply(long offset, long producerId, CoordinatorRecord record) {
    try {
      WireReader key = new WireReader(ByteBuffer.wrap(record.key()));
      short type = key.readInt16();
      if (type == LegacyOffsetCommitKey.API_KEY || type == OffsetCommitKey.API_KEY) {
        applyOffset(offset, producerId, OffsetCommitKey.read(key, (short) 0), record.value());
        return;
      }
      for (GroupKind kind : kinds) {
        if (kind.owns(type)) {
          kind.apply(type, key, record.value());
        }
      }
      // What nobody owns stays in the log for a coordinator that knows it.
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

  @Override
  public void loaded(Turn<?> turn) {
    Turn<GroupCoordinatorShard> mine = own(turn);
    kinds.forEach(kind -> kind.loaded(this, mine));
    scheduleRetention(mine);
  }

  /// Sets the timer of the next look at what has expired.
  public void scheduleRetention(Turn<GroupCoordinatorShard> turn) {
    turn.setTimer(RETENTION, options.retentionCheckIntervalMillis(), new RetentionTick());
  }

  @Override
  public void unloaded(Turn<?> turn) {
    Turn<GroupCoordinatorShard> mine = own(turn);
    kinds.forEach(kind -> kind.unloaded(this, mine));
  }

  @SuppressWarnings("unchecked")
  private static Turn<GroupCoordinatorShard> own(Turn<?> turn) {
    return (Turn<GroupCoordinatorShard>) turn;
  }
}
