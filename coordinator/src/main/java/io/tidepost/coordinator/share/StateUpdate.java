package io.tidepost.coordinator.share;

import java.util.List;

/// A step from one state of a share partition to the next.
///
/// @param leaderEpoch of the partition's leader that writes, -1 leaves it
/// @param startOffset the share-partition start offset, -1 leaves it
/// @param deliveryCompleteCount offsets from there on whose delivery is complete, -1 when unknown
/// @param batches what changes
public record StateUpdate(
    int leaderEpoch, long startOffset, int deliveryCompleteCount, List<DeliveryBatch> batches) {}
