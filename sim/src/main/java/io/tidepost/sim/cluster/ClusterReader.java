package io.tidepost.sim.cluster;

import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;

/// A reader that goes through the partition again and again, at its leader or at any replica, and
/// sometimes asks where it ends.
final class ClusterReader {

  private final ClusterSimulation cluster;
  private final SeededRandomness random;
  private final int place;
  private final boolean anywhere;
  private long offset;
  private int from = 1;

  /// @param anywhere whether it reads from followers too
  ClusterReader(ClusterSimulation cluster, SeededRandomness random, int number, boolean anywhere) {
    this.cluster = cluster;
    this.random = random;
    this.place = ClusterSimulation.CLIENTS + 1000 + number;
    this.anywhere = anywhere;
  }

  void start() {
    cluster.events().after(random.between(10, 200), this::step);
  }

  private void step() {
    BrokerNode to = cluster.broker(from);
    if (random.chance(20)) {
      cluster
          .network()
          .send(
              place,
              to.id(),
              "list",
              () -> to.receive(() -> to.list((epoch, end) -> back(to, () -> listed(end)))));
    } else {
      long asked = offset;
      cluster
          .network()
          .send(
              place,
              to.id(),
              "read " + asked,
              () -> to.receive(() -> to.read(asked, read -> back(to, () -> took(asked, read)))));
    }
    cluster.events().after(random.between(10, 150), this::step);
  }

  private void back(BrokerNode to, Runnable delivery) {
    cluster.network().send(to.id(), place, "answer", delivery);
  }

  private void listed(long end) {
    if (end < 0) {
      elsewhere();
    }
  }

  private void took(long asked, BrokerNode.Read read) {
    if (read.error() == ErrorCode.OFFSET_OUT_OF_RANGE) {
      offset = Math.max(0, read.logStartOffset());
      elsewhere();
      return;
    }
    if (read.error() != ErrorCode.NONE) {
      elsewhere();
      return;
    }
    Records.values(read.records())
        .forEach((at, value) -> {
          if (at >= asked) {
            cluster.history().read(at, value, ClusterProducer.isIdempotent(value));
            if (offset == at) {
              offset = at + 1;
            }
          }
        });
    if (random.chance(3)) {
      offset = Math.max(0, read.logStartOffset());
    }
    if (anywhere && random.chance(30)) {
      elsewhere();
    }
  }

  private void elsewhere() {
    from =
        anywhere
            ? random.between(1, ClusterSimulation.BROKERS + 1)
            : cluster.leaderAccordingToSomebody(random, from);
  }
}
