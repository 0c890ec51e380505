package io.tidepost.metadata.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.image.Broker;

/// The directory ids of Kafka that stand for something else than a directory (KIP-858).
final class Directories {

  /// The broker has not told yet where it keeps the replica.
  static final Uuid UNASSIGNED = Uuid.ZERO;

  /// The replica is in a directory that is offline and was never told.
  static final Uuid LOST = new Uuid(0, 1);

  private static final long RESERVED_BELOW = 100;

  private Directories() {}

  static boolean isReserved(Uuid directory) {
    return directory.mostSignificantBits() == 0
        && directory.leastSignificantBits() >= 0
        && directory.leastSignificantBits() < RESERVED_BELOW;
  }

  /// Where a broker puts a new replica, as far as it is known: a broker with several directories
  /// chooses itself and tells later.
  static Uuid ofNewReplica(Broker broker) {
    return broker.directories().size() == 1 ? broker.directories().get(0) : UNASSIGNED;
  }
}
