package io.tidepost.sim.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.controller.AlterPartition;
import io.tidepost.metadata.controller.BrokerHeartbeat;
import io.tidepost.metadata.controller.FenceBroker;
import io.tidepost.metadata.controller.RegisterBroker;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Features;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A broker that follows a script of chance: registers, heartbeats, asks for in-sync replicas of
/// what it leads, dies, comes back. It knows the metadata up to some committed unit.
final class BrokerActor {

  static final Map<String, VersionRange> FEATURES =
      Map.of(
          Features.METADATA_VERSION,
          new VersionRange((short) 7, (short) 31),
          Features.ELR_VERSION,
          new VersionRange((short) 0, (short) 1));

  final int id;
  private final ControllerSimulation world;
  private final SeededRandomness random;
  private int starts;
  private Uuid incarnation = Uuid.ZERO;
  boolean alive;
  boolean wantShutDown;

  /// Broker epoch of this process; -1 before it is registered.
  long epoch = -1;

  private long cleanEpoch = -1;

  /// Committed units that it has acted upon.
  private int seen;

  BrokerActor(int id, ControllerSimulation world, SeededRandomness random) {
    this.id = id;
    this.world = world;
    this.random = random;
  }

  /// A new process.
  void start() {
    alive = true;
    wantShutDown = false;
    epoch = -1;
    seen = 0;
    starts++;
    incarnation = new Uuid(id, starts);
    if (cleanEpoch < 0 && starts > 1) {
      world.checks.lost(id, incarnation);
    }
  }

  /// The process is gone at once.
  void die() {
    alive = false;
    cleanEpoch = -1;
  }

  private void stopCleanly() {
    alive = false;
    cleanEpoch = epoch;
  }

  /// Somebody saw that its connection was closed and its port refuses.
  void hint() {
    Broker registered = world.history.newest().brokers().get(id);
    if (!alive && registered != null) {
      world.send(new FenceBroker(id, registered.epoch()), (outcome, why) -> {});
    }
  }

  void follow() {
    int newest = world.quorum.committedUnits();
    seen = Math.min(newest, seen + 1 + random.nextInt(Math.max(1, newest - seen)));
  }

  void catchUp() {
    seen = world.quorum.committedUnits();
  }

  private MetadataImage view() {
    return world.history.image(seen);
  }

  void speak() {
    if (!alive) {
      return;
    }
    if (epoch < 0) {
      register();
    } else {
      heartbeat();
    }
  }

  private void register() {
    Uuid mine = incarnation;
    var request =
        new RegisterBroker(
            id,
            incarnation,
            List.of(new Endpoint("PLAINTEXT", "host", 9000 + id, (short) 0)),
            FEATURES,
            id % 2 == 0 ? "even" : "odd",
            List.of(new Uuid(100, id)),
            cleanEpoch,
            false);
    world.send(
        request,
        (outcome, why) -> {
          if (outcome != null && outcome.failure() == null && incarnation.equals(mine)) {
            epoch = outcome.brokerEpoch();
          }
        });
  }

  private void heartbeat() {
    Uuid mine = incarnation;
    var request =
        new BrokerHeartbeat(
            id,
            epoch,
            view().provenance().lastOffset(),
            !world.isHealing && random.nextInt(200) == 0,
            wantShutDown,
            List.of(),
            null);
    world.send(
        request,
        (outcome, why) -> {
          if (outcome == null || !incarnation.equals(mine) || !alive) {
            return;
          }
          if (outcome.failure() != null) {
            epoch = -1;
          } else if (outcome.shouldShutDown()) {
            stopCleanly();
          }
        });
  }

  /// Asks for other in-sync replicas of one partition that it leads, as far as it knows.
  void alterIsr(boolean onlyMore) {
    if (!alive || epoch < 0) {
      return;
    }
    List<Topic> topics = view().topics().sorted();
    if (topics.isEmpty()) {
      return;
    }
    Topic topic = topics.get(random.nextInt(topics.size()));
    int number = random.nextInt(topic.partitions().size());
    alterIsr(topic, number, onlyMore);
  }

  /// Asks for everybody who lives to be in sync, for all that it leads.
  void expandAll() {
    if (alive && epoch >= 0) {
      for (Topic topic : view().topics().sorted()) {
        for (int number = 0; number < topic.partitions().size(); number++) {
          alterIsr(topic, number, true);
        }
      }
    }
  }

  private void alterIsr(Topic topic, int number, boolean onlyMore) {
    Partition partition = topic.partitions().get(number);
    Broker self = view().brokers().get(id);
    if (partition.leader() != id || self == null || self.epoch() != epoch) {
      return;
    }
    List<AlterPartition.Member> isr = new ArrayList<>();
    if (partition.leaderRecoveryState() != 0) {
      isr.add(new AlterPartition.Member(id, epoch));
    } else {
      for (int replica : partition.replicas()) {
        BrokerActor other = world.broker(replica);
        boolean isIn = partition.isr().contains(replica);
        boolean stays = onlyMore || random.chance(75);
        boolean joins = other.alive && other.epoch >= 0 && (onlyMore || random.chance(75));
        if (replica == id || (isIn ? stays : joins)) {
          long seenEpoch = replica == id ? epoch : seenEpoch(other, isIn);
          isr.add(new AlterPartition.Member(replica, seenEpoch));
        }
      }
    }
    if (isr.size() == partition.isr().size() && partition.leaderRecoveryState() == 0) {
      return;
    }
    for (AlterPartition.Member member : isr) {
      world.checks.asked(
          topic.id(), number, partition.partitionEpoch(), member.brokerId(), member.brokerEpoch());
    }
    world.send(
        new AlterPartition(
            id,
            epoch,
            List.of(
                new AlterPartition.Change(
                    topic.id(),
                    number,
                    partition.leaderEpoch(),
                    partition.partitionEpoch(),
                    isr,
                    (byte) 0))),
        (outcome, why) -> {
          if (outcome != null && outcome.failure() == null) {
            ErrorCode error = outcome.partitions().get(0).error();
            if (error == ErrorCode.NONE) {
              world.alterations++;
            }
          }
        });
  }

  /// Of a member that stays the leader knows the epoch from the metadata, of one that joins from
  /// its fetches.
  private long seenEpoch(BrokerActor other, boolean isIn) {
    Broker registered = view().brokers().get(other.id);
    return isIn && registered != null ? registered.epoch() : other.epoch;
  }
}
