package io.tidepost.broker.storage;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Partition;

/// What the metadata says about the place of a replica of this broker (KIP-858).
///
/// @param assigned id of the log directory it is in, or was to be created in
/// @param isNew whether it came to this broker just now: then it is nowhere yet
/// @param counts whether it may hold records that no other replica has
record Placement(Uuid assigned, boolean isNew, boolean counts) {

  /// For a partition that is known to be here.
  static final Placement HERE = new Placement(Uuid.ZERO, false, true);

  static Placement of(Partition partition, int nodeId, boolean isNew) {
    return new Placement(partition.directoryOf(nodeId), isNew, partition.countsOn(nodeId));
  }

  /// Whether it has never been told where it is.
  boolean isUnassigned() {
    return Partition.isReserved(assigned) && !assigned.equals(Partition.LOST_DIRECTORY);
  }
}
