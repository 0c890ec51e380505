package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import java.util.ArrayList;
import java.util.List;

/// The directory ids of Kafka that stand for something else than a directory (KIP-858).
final class Directories {

  /// The broker has not told yet where it keeps the replica.
  static final Uuid UNASSIGNED = Uuid.ZERO;

  /// The replica is in a directory that is offline and was never told.
  static final Uuid LOST = Partition.LOST_DIRECTORY;

  private Directories() {}

  static boolean isReserved(Uuid directory) {
    return Partition.isReserved(directory);
  }

  /// Where a broker puts a new replica, as far as it is known: one that has to choose among several
  /// directories tells later ([AssignReplicasToDirs]). Those that take no new partitions do not
  /// count.
  static Uuid ofNewReplica(Broker broker) {
    List<Uuid> open = new ArrayList<>(broker.directories());
    if (broker.cordonedDirectories() != null && !broker.cordonedDirectories().isEmpty()) {
      open.removeAll(broker.cordonedDirectories());
    }
    return open.size() == 1 ? open.getFirst() : UNASSIGNED;
  }
}
