package io.tidepost.sim.cluster;

import io.tidepost.log.PartitionLog;
import io.tidepost.log.ReadResult;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedClock;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Three brokers with one replicated partition, a controller, producers and readers, from one seed:
/// first with faults, then without; at the end everything has to be in order again.
public final class ClusterSimulation {

  static final int BROKERS = 3;

  /// Where clients' places in the network start.
  static final int CLIENTS = 1000;

  private static final long WALL_MILLIS = 1_700_000_000_000L;
  private static final long HEALING_MILLIS = 60_000;

  /// What one run came to.
  ///
  /// @param acknowledged records
  /// @param read records
  /// @param leaderEpochs elections
  /// @param lives starts of brokers
  /// @param fingerprint of the trace
  public record Report(
      int acknowledged, int read, int leaderEpochs, int lives, String fingerprint) {}

  private final EnumSet<Rule> off;
  private final SeededRandomness random;
  private final Trace trace = new Trace();
  private final SimulatedClock clock = new SimulatedClock(WALL_MILLIS);
  private final EventQueue events = new EventQueue(clock);
  private final SimulatedNetwork network;
  private final ClusterPlan plan;
  private final History history = new History();
  private final List<BrokerNode> brokers = new ArrayList<>();
  private final List<ClusterProducer> producers = new ArrayList<>();
  private final ModelController controller;
  private boolean faults = true;
  private int lives;

  private ClusterSimulation(long seed, EnumSet<Rule> off) {
    this.off = off;
    this.random = new SeededRandomness(seed);
    this.plan = ClusterPlan.of(random.split());
    this.network = new SimulatedNetwork(events, random.split(), trace);
    List<Integer> ids = new ArrayList<>();
    for (int id = 1; id <= BROKERS; id++) {
      SimulatedDisk disk = new SimulatedDisk(clock, random.split(), trace);
      brokers.add(new BrokerNode(this, random.split(), id, disk, trace));
      ids.add(id);
    }
    this.controller =
        new ModelController(
            events, random.split(), off, plan.inSyncReplicasMin(), List.copyOf(ids), this::publish);
  }

  /// Runs one seed.
  ///
  /// @throws SimulationFailure when a promise is broken
  public static Report run(long seed) {
    return run(seed, EnumSet.noneOf(Rule.class));
  }

  /// Runs one seed with some rules switched off.
  public static Report run(long seed, EnumSet<Rule> off) {
    ClusterSimulation cluster = new ClusterSimulation(seed, off);
    try {
      return cluster.run();
    } catch (RuntimeException | AssertionError e) {
      String trace = System.getProperty("tidepost.sim.trace") == null ? "" : cluster.trace + "\n";
      throw new SimulationFailure(
          trace + "seed " + seed + " at " + cluster.events.now() + " ms: " + e.getMessage(), e);
    }
  }

  private Report run() {
    trace.add(plan.toString());
    controller.start();
    for (BrokerNode broker : brokers) {
      start(broker);
    }
    for (int i = 0; i < 3; i++) {
      ClusterProducer producer = new ClusterProducer(this, random.split(), i + 1, i < 2);
      producers.add(producer);
      producer.start();
      new ClusterReader(this, random.split(), i, i > 0).start();
    }
    network.trouble(plan.lossPercent(), plan.duplicatePercent(), plan.delayMillis());
    new ClusterFaults(this, random.split()).start();
    events.runUntil(plan.faultMillis(), () -> false);
    heal();
    verify();
    return new Report(
        history.acknowledgedCount(),
        history.readCount(),
        controller.image().leadership().leaderEpoch(),
        lives,
        trace.fingerprint());
  }

  private void start(BrokerNode broker) {
    lives++;
    broker.start();
  }

  /// A broker that crashed by itself comes back.
  void restartSoon(BrokerNode broker) {
    events.after(random.between(50, 2_000), () -> start(broker));
  }

  private void publish(ClusterImage image) {
    trace.add(events.now() + " controller: " + image);
    for (BrokerNode broker : brokers) {
      network.send(
          ModelController.ID,
          broker.id(),
          "image " + image.version(),
          () -> broker.receive(() -> broker.learn(image)));
    }
  }

  // ---- the end

  private void heal() {
    trace.add(events.now() + " faults end");
    faults = false;
    network.mendAll();
    network.trouble(0, 0, 3);
    for (BrokerNode broker : brokers) {
      broker.disk().faults().neverCrash();
      broker.wake();
      broker.syncMillis(1);
      start(broker);
    }
    events.runUntil(events.now() + 3_000, () -> false);
    producers.forEach(ClusterProducer::stop);
    events.runUntil(events.now() + HEALING_MILLIS, this::isHealed);
    if (!isHealed()) {
      throw new SimulationFailure(
          "did not heal: " + controller + "\n" + producers + "\n" + brokers);
    }
  }

  private boolean isHealed() {
    ClusterImage image = controller.image();
    if (image.leader() < 0
        || image.leadership().isr().size() < BROKERS
        || !producers.stream().allMatch(ClusterProducer::isIdle)
        || !brokers.stream().allMatch(BrokerNode::isUp)) {
      return false;
    }
    PartitionLeader leader = broker(image.leader()).requireProcess().leader();
    if (leader == null) {
      return false;
    }
    long end = leader.log().logEndOffset();
    return brokers.stream()
        .map(broker -> broker.requireProcess().replica())
        .allMatch(replica ->
            replica != null
                && replica.log().logEndOffset() == end
                && replica.highWatermark() == end);
  }

  private void verify() {
    int leader = controller.image().leader();
    // Who was away keeps what others have deleted.
    long start = 0;
    for (BrokerNode broker : brokers) {
      start = Math.max(start, broker.requireProcess().log().logStartOffset());
    }
    ByteBuffer expected = content(broker(leader).requireProcess().log(), start);
    NavigableMap<Long, Long> values = Records.values(expected);
    for (BrokerNode broker : brokers) {
      PartitionLog log = broker.requireProcess().log();
      ByteBuffer content = content(log, start);
      if (!content.equals(expected)) {
        throw new SimulationFailure(
            "brokers %d and %d hold different bytes: %s"
                .formatted(leader, broker.id(), Records.difference(expected, content)));
      }
      history.verify(broker.id(), new TreeMap<>(values), start);
    }
  }

  /// All batches of a log, from the one with an offset on.
  private static ByteBuffer content(PartitionLog log, long start) {
    ByteBuffer all = ByteBuffer.allocate((int) log.sizeInBytes());
    long offset = start;
    try {
      while (offset < log.logEndOffset()) {
        ReadResult read = log.read(offset, 1 << 20, log.logEndOffset(), true);
        if (read.status() == ReadResult.Status.VERIFY) {
          var work = Objects.requireNonNull(read.work());
          work.run();
          work.completed();
          continue;
        }
        if (read.status() != ReadResult.Status.OK || read.records().sizeInBytes() == 0) {
          throw new SimulationFailure(log.topicPartition() + " cannot be read at " + offset);
        }
        all.put(Records.bytes(read.records()));
        offset = read.nextOffset();
      }
    } catch (IOException e) {
      throw new IllegalStateException("a read failed", e);
    }
    return all.flip();
  }

  // ---- the world

  EventQueue events() {
    return events;
  }

  SimulatedNetwork network() {
    return network;
  }

  SimulatedClock clock() {
    return clock;
  }

  long wallMillis() {
    return clock.wallMillis();
  }

  ClusterPlan plan() {
    return plan;
  }

  History history() {
    return history;
  }

  ModelController controller() {
    return controller;
  }

  List<BrokerNode> brokers() {
    return brokers;
  }

  BrokerNode broker(int id) {
    return brokers.get(id - 1);
  }

  boolean keeps(Rule rule) {
    return !off.contains(rule);
  }

  /// Whether things still go wrong.
  boolean hasFaults() {
    return faults;
  }

  void restart(BrokerNode broker) {
    start(broker);
  }

  /// The leader as far as one of the brokers knows; `otherwise` when it knows none.
  int leaderAccordingToSomebody(SeededRandomness choice, int otherwise) {
    @Nullable ClusterImage image = broker(choice.between(1, BROKERS + 1)).image();
    return image == null || image.leader() < 0 ? otherwise % BROKERS + 1 : image.leader();
  }
}
