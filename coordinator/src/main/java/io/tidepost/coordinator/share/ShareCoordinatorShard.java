package io.tidepost.coordinator.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.CorruptRecordException;
import io.tidepost.coordinator.runtime.Shard;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.record.ShareSnapshotKey;
import io.tidepost.wire.record.ShareUpdateKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The share partitions that one partition of `__share_group_state` remembers. Wholly durable: the
/// state is what the committed records come to.
public final class ShareCoordinatorShard implements Shard {

  private final ShareOptions options;
  private final Map<SharePartitionKey, StoredSharePartition> partitions = new LinkedHashMap<>();
  private long nextOffset;

  public ShareCoordinatorShard(ShareOptions options) {
    this.options = options;
  }

  /// What is remembered of a share partition, `null` when nothing is.
  public @Nullable SharePartitionState find(SharePartitionKey key) {
    StoredSharePartition stored = partitions.get(key);
    return stored == null ? null : stored.state();
  }

  /// The record that takes a share partition from its present state to the next: an update, or the
  /// whole state when there have been enough updates.
  CoordinatorRecord record(SharePartitionKey key, StateUpdate update, long nowMillis) {
    StoredSharePartition stored = stored(key);
    if (stored.updates() < options.updatesPerSnapshot()) {
      return ShareRecords.update(key, stored.state().snapshotEpoch(), update);
    }
    return ShareRecords.snapshot(key, stored.state().with(update).asSnapshot(nowMillis));
  }

  private StoredSharePartition stored(SharePartitionKey key) {
    StoredSharePartition stored = partitions.get(key);
    if (stored == null) {
      throw new IllegalStateException(key + " is not initialised");
    }
    return stored;
  }

  /// Where all of them stand that have a start offset.
  List<ShareStands.Stand> stands() {
    List<ShareStands.Stand> result = new ArrayList<>();
    partitions.forEach((key, stored) -> {
      SharePartitionState state = stored.state();
      if (state.startOffset() != SharePartitionState.NO_START_OFFSET) {
        result.add(new ShareStands.Stand(key, state.startOffset(), state.deliveryCompleteCount()));
      }
    });
    return result;
  }

  /// The share partitions of a topic.
  List<SharePartitionKey> ofTopic(Uuid topicId) {
    List<SharePartitionKey> result = new ArrayList<>();
    for (SharePartitionKey key : partitions.keySet()) {
      if (key.topicId().equals(topicId)) {
        result.add(key);
      }
    }
    return result;
  }

  /// First offset of the log that is still needed; everything before may be deleted.
  long oldestNeededOffset() {
    long oldest = nextOffset;
    for (StoredSharePartition stored : partitions.values()) {
      oldest = Math.min(oldest, stored.snapshotOffset());
    }
    return oldest;
  }

  /// Share partitions that keep more of the log than the others do: their last snapshot lies far
  /// behind. As many records are needed to load them as there are behind it.
  List<SharePartitionKey> far(long recordsMax) {
    List<SharePartitionKey> result = new ArrayList<>();
    partitions.forEach((key, stored) -> {
      if (nextOffset - stored.snapshotOffset() > recordsMax) {
        result.add(key);
      }
    });
    return result;
  }

  int size() {
    return partitions.size();
  }

  @Override
  public void apply(long offset, long producerId, CoordinatorRecord record) {
    try {
      WireReader key = new WireReader(ByteBuffer.wrap(record.key()));
      short type = key.readInt16();
      if (type == ShareSnapshotKey.API_KEY) {
        applySnapshot(offset, ShareRecords.readSnapshotKey(key), record.value());
      } else if (type == ShareUpdateKey.API_KEY) {
        applyUpdate(ShareRecords.readUpdateKey(key), record.value());
      }
      // Anything else stays in the log for a coordinator that knows it.
    } catch (WireException e) {
      throw new CorruptRecordException(
          "record at offset " + offset + " cannot be read: " + e.getMessage(), e);
    }
    nextOffset = offset + 1;
  }

  private void applySnapshot(long offset, SharePartitionKey key, byte @Nullable [] value) {
    if (value == null) {
      partitions.remove(key);
    } else {
      partitions.put(key, new StoredSharePartition(ShareRecords.readSnapshot(value), offset, 0));
    }
  }

  /// An update whose snapshot was pruned away belongs to a share partition that is gone.
  private void applyUpdate(SharePartitionKey key, byte @Nullable [] value) {
    StoredSharePartition stored = partitions.get(key);
    if (value != null && stored != null) {
      partitions.put(
          key,
          new StoredSharePartition(
              stored.state().with(ShareRecords.readUpdate(value)),
              stored.snapshotOffset(),
              stored.updates() + 1));
    }
  }

  /// Nothing here is written in transactions.
  @Override
  public void applyMarker(long producerId, boolean committed) {}

  @Override
  public void loaded(Turn<?> turn) {}

  @Override
  public void unloaded(Turn<?> turn) {}
}
