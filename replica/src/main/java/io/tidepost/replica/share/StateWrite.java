package io.tidepost.replica.share;

import java.util.List;

/// What a share partition wants stored, in one step.
///
/// @param startOffset the share-partition start offset (SPSO) once it is stored
/// @param deliveryCompleteCount offsets from the start offset on whose delivery is complete then
///   (KIP-1226)
/// @param batches what changes, from the start offset on, ascending, without overlap
public record StateWrite(long startOffset, int deliveryCompleteCount, List<StateBatch> batches) {}
