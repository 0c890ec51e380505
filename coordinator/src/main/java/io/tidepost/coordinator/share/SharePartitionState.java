package io.tidepost.coordinator.share;

import java.util.List;

/// What is remembered of a share partition.
///
/// @param snapshotEpoch number of the last snapshot
/// @param stateEpoch counts initialisations; an older one may not write any more
/// @param leaderEpoch of the partition's leader that wrote or read last; an older one may not any
///   more
/// @param startOffset the share-partition start offset, -1 before it is known
/// @param deliveryCompleteCount offsets from there on whose delivery is complete, -1 when unknown
///   (KIP-1226)
/// @param createMillis when it was first written
/// @param writeMillis when the last snapshot was written
/// @param batches from the start offset on, ascending, without overlap
public record SharePartitionState(
    int snapshotEpoch,
    int stateEpoch,
    int leaderEpoch,
    long startOffset,
    int deliveryCompleteCount,
    long createMillis,
    long writeMillis,
    List<DeliveryBatch> batches) {

  /// The start offset before a share partition has one.
  public static final long NO_START_OFFSET = -1;

  /// This state after a write. The start offset never goes back: a leader may not know that an
  /// earlier write of its own, which it was told had failed, got through.
  SharePartitionState with(StateUpdate update) {
    long start = Math.max(startOffset, update.startOffset());
    return new SharePartitionState(
        snapshotEpoch,
        stateEpoch,
        update.leaderEpoch() < 0 ? leaderEpoch : update.leaderEpoch(),
        start,
        update.deliveryCompleteCount(),
        createMillis,
        writeMillis,
        DeliveryBatches.merge(batches, update.batches(), start));
  }

  /// The same as the next snapshot.
  SharePartitionState asSnapshot(long nowMillis) {
    return new SharePartitionState(
        snapshotEpoch + 1,
        stateEpoch,
        leaderEpoch,
        startOffset,
        deliveryCompleteCount,
        createMillis,
        nowMillis,
        batches);
  }
}
