package io.tidepost.sim.cluster;

import io.tidepost.replica.PartitionLeader;
import io.tidepost.sim.world.SeededRandomness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes things go wrong, now and then, for as long as the plan says.
final class ClusterFaults {

  private final ClusterSimulation cluster;
  private final SeededRandomness random;
  private final List<Runnable> kinds = new ArrayList<>();

  ClusterFaults(ClusterSimulation cluster, SeededRandomness random) {
    this.cluster = cluster;
    this.random = random;
    ClusterPlan plan = cluster.plan();
    add(plan.crashes(), this::kill);
    add(plan.powerLoss(), this::losePower);
    add(plan.blackouts(), this::blackout);
    add(plan.crashInOperations(), this::crashInOperation);
    add(plan.pauses(), this::pause);
    add(plan.cuts(), this::cut);
    add(plan.slowDisks(), this::slowDisk);
    add(plan.moves(), () -> cluster.controller().moveLeader());
    add(plan.trims(), this::trim);
    add(plan.clockJumps(), () -> cluster.clock().jump(random.between(-5_000, 5_000)));
  }

  private void add(boolean wanted, Runnable kind) {
    if (wanted) {
      kinds.add(kind);
    }
  }

  void start() {
    cluster.events().after(1_000, this::step);
  }

  private void step() {
    if (!cluster.hasFaults()) {
      return;
    }
    if (!kinds.isEmpty()) {
      kinds.get(random.nextInt(kinds.size())).run();
    }
    cluster.events().after(random.between(20, cluster.plan().pauseMillis()), this::step);
  }

  private BrokerNode any() {
    // Trouble likes leaders.
    int leader = cluster.controller().image().leader();
    return leader > 0 && random.chance(40)
        ? cluster.broker(leader)
        : cluster.broker(random.between(1, ClusterSimulation.BROKERS + 1));
  }

  private void kill() {
    BrokerNode broker = any();
    if (broker.isUp()) {
      broker.kill();
      comeBack(broker);
    }
  }

  private void losePower() {
    BrokerNode broker = any();
    if (broker.isUp()) {
      broker.losePower();
      comeBack(broker);
    }
  }

  private void blackout() {
    for (BrokerNode broker : cluster.brokers()) {
      if (broker.isUp()) {
        broker.losePower();
        comeBack(broker);
      }
    }
  }

  private void comeBack(BrokerNode broker) {
    // Often too soon for anybody to have noticed.
    int after = random.chance(40) ? random.between(1, 100) : random.between(100, 3_000);
    cluster.events().after(after, () -> cluster.restart(broker));
  }

  private void crashInOperation() {
    any().disk().faults().crashAfter(random.nextInt(40));
  }

  private void pause() {
    any().pause(random.between(50, 2_500));
  }

  private void cut() {
    int from = random.between(0, ClusterSimulation.BROKERS + 1);
    int to = random.between(0, ClusterSimulation.BROKERS + 1);
    if (from == to) {
      return;
    }
    boolean both = random.chance(50);
    cluster.network().cut(from, to);
    if (both) {
      cluster.network().cut(to, from);
    }
    cluster
        .events()
        .after(
            random.between(100, 3_000),
            () -> {
              cluster.network().mend(from, to);
              cluster.network().mend(to, from);
            });
  }

  private void slowDisk() {
    BrokerNode broker = any();
    broker.syncMillis(random.between(50, 1_500));
    cluster
        .events()
        .after(random.between(200, 2_500), () -> broker.syncMillis(cluster.plan().syncMillis()));
  }

  private void trim() {
    int leader = cluster.controller().image().leader();
    if (leader > 0) {
      BrokerNode broker = cluster.broker(leader);
      broker.receive(() -> trim(broker.requireProcess().leader()));
    }
  }

  /// Deletes some of the records that everybody has.
  private void trim(@Nullable PartitionLeader leader) {
    if (leader != null) {
      long start = leader.log().logStartOffset();
      long offset = start + random.nextInt((int) (leader.highWatermark() - start) / 2 + 1);
      cluster.history().deletedBefore(offset);
      leader.deleteRecords(offset, cluster.wallMillis());
    }
  }
}
