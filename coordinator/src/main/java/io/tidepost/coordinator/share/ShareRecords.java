package io.tidepost.coordinator.share;

import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.record.ShareSnapshotKey;
import io.tidepost.wire.record.ShareSnapshotValue;
import io.tidepost.wire.record.ShareUpdateKey;
import io.tidepost.wire.record.ShareUpdateValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The records of `__share_group_state` as bytes: two bytes of type (key) or version (value), then
/// the message (docs/formats/share-group-state.md).
public final class ShareRecords {

  private static final short VERSION = 0;

  private ShareRecords() {}

  /// The whole state of a share partition.
  public static CoordinatorRecord snapshot(SharePartitionKey of, SharePartitionState state) {
    ShareSnapshotValue value = new ShareSnapshotValue();
    value.snapshotEpoch = state.snapshotEpoch();
    value.stateEpoch = state.stateEpoch();
    value.leaderEpoch = state.leaderEpoch();
    value.startOffset = state.startOffset();
    value.deliveryCompleteCount = state.deliveryCompleteCount();
    value.createTimestamp = state.createMillis();
    value.writeTimestamp = state.writeMillis();
    for (DeliveryBatch batch : state.batches()) {
      ShareSnapshotValue.StateBatch entry = new ShareSnapshotValue.StateBatch();
      entry.firstOffset = batch.firstOffset();
      entry.lastOffset = batch.lastOffset();
      entry.deliveryState = batch.state();
      entry.deliveryCount = batch.deliveryCount();
      value.stateBatches.add(entry);
    }
    return new CoordinatorRecord(snapshotKey(of), bytes(VERSION, value));
  }

  /// A step from the last snapshot or update.
  public static CoordinatorRecord update(
      SharePartitionKey of, int snapshotEpoch, StateUpdate update) {
    ShareUpdateKey key = new ShareUpdateKey();
    key.groupId = of.groupId();
    key.topicId = of.topicId();
    key.partition = of.partition();
    ShareUpdateValue value = new ShareUpdateValue();
    value.snapshotEpoch = snapshotEpoch;
    value.leaderEpoch = update.leaderEpoch();
    value.startOffset = update.startOffset();
    value.deliveryCompleteCount = update.deliveryCompleteCount();
    for (DeliveryBatch batch : update.batches()) {
      ShareUpdateValue.StateBatch entry = new ShareUpdateValue.StateBatch();
      entry.firstOffset = batch.firstOffset();
      entry.lastOffset = batch.lastOffset();
      entry.deliveryState = batch.state();
      entry.deliveryCount = batch.deliveryCount();
      value.stateBatches.add(entry);
    }
    return new CoordinatorRecord(bytes(ShareUpdateKey.API_KEY, key), bytes(VERSION, value));
  }

  /// The share partition is forgotten.
  public static CoordinatorRecord tombstone(SharePartitionKey of) {
    return new CoordinatorRecord(snapshotKey(of), null);
  }

  static SharePartitionKey readSnapshotKey(WireReader in) {
    ShareSnapshotKey key = ShareSnapshotKey.read(in, VERSION);
    return new SharePartitionKey(key.groupId, key.topicId, key.partition);
  }

  static SharePartitionKey readUpdateKey(WireReader in) {
    ShareUpdateKey key = ShareUpdateKey.read(in, VERSION);
    return new SharePartitionKey(key.groupId, key.topicId, key.partition);
  }

  static SharePartitionState readSnapshot(byte[] bytes) {
    WireReader in = new WireReader(ByteBuffer.wrap(bytes));
    ShareSnapshotValue value = ShareSnapshotValue.read(in, in.readInt16());
    List<DeliveryBatch> batches = new ArrayList<>(value.stateBatches.size());
    for (ShareSnapshotValue.StateBatch batch : value.stateBatches) {
      batches.add(
          new DeliveryBatch(
              batch.firstOffset, batch.lastOffset, batch.deliveryState, batch.deliveryCount));
    }
    return new SharePartitionState(
        value.snapshotEpoch,
        value.stateEpoch,
        value.leaderEpoch,
        value.startOffset,
        value.deliveryCompleteCount,
        value.createTimestamp,
        value.writeTimestamp,
        batches);
  }

  static StateUpdate readUpdate(byte[] bytes) {
    WireReader in = new WireReader(ByteBuffer.wrap(bytes));
    ShareUpdateValue value = ShareUpdateValue.read(in, in.readInt16());
    List<DeliveryBatch> batches = new ArrayList<>(value.stateBatches.size());
    for (ShareUpdateValue.StateBatch batch : value.stateBatches) {
      batches.add(
          new DeliveryBatch(
              batch.firstOffset, batch.lastOffset, batch.deliveryState, batch.deliveryCount));
    }
    return new StateUpdate(
        value.leaderEpoch, value.startOffset, value.deliveryCompleteCount, batches);
  }

  private static byte[] snapshotKey(SharePartitionKey of) {
    ShareSnapshotKey key = new ShareSnapshotKey();
    key.groupId = of.groupId();
    key.topicId = of.topicId();
    key.partition = of.partition();
    return bytes(ShareSnapshotKey.API_KEY, key);
  }

  private static byte[] bytes(short prefix, Message message) {
    WireWriter out = new WireWriter(ByteBuffer.allocate(160), ShareRecords::grow);
    out.writeInt16(prefix);
    message.write(out, VERSION);
    return Arrays.copyOf(out.buffer().array(), out.position());
  }

  private static ByteBuffer grow(ByteBuffer current, int used, int capacity) {
    return ByteBuffer.allocate(capacity).put(0, current, 0, used);
  }
}
