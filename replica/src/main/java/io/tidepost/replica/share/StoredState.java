package io.tidepost.replica.share;

import java.util.List;

/// What was stored of a share partition.
///
/// @param startOffset the share-partition start offset
/// @param batches from the start offset on, ascending, without overlap; what lies between them was
///   never delivered to an end
public record StoredState(long startOffset, List<StateBatch> batches) {}
