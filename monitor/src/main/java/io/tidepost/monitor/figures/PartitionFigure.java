package io.tidepost.monitor.figures;

import io.tidepost.base.TopicPartition;
import io.tidepost.broker.metric.Traffic;

/// A replica on this node at one moment.
///
/// @param led whether it is led here
/// @param logStartOffset of the first record
/// @param logEndOffset of the next record
/// @param highWatermark up to where readers may see
/// @param sizeBytes of its segments
/// @param replicas how many it is to have, 0 when the metadata does not know it any more
/// @param inSync how many of them are in sync
/// @param inSyncMin `min.insync.replicas`
/// @param reassigning whether its replicas are being changed
/// @param traffic since it came here
public record PartitionFigure(
    TopicPartition name,
    boolean led,
    long logStartOffset,
    long logEndOffset,
    long highWatermark,
    long sizeBytes,
    int replicas,
    int inSync,
    int inSyncMin,
    boolean reassigning,
    Traffic traffic) {

  /// Whether it is led here and a replica is not in sync.
  public boolean isUnderReplicated() {
    return led && inSync < replicas;
  }

  /// Whether it is led here and `acks=all` is refused.
  public boolean isUnderMinIsr() {
    return led && inSync < Math.min(inSyncMin, replicas);
  }

  /// Whether it is led here and one replica less would refuse `acks=all`.
  public boolean isAtMinIsr() {
    return led && inSync == Math.min(inSyncMin, replicas);
  }
}
