package io.tidepost.sim.transaction;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.Durability;
import io.tidepost.log.LogConfig;
import io.tidepost.replica.PartitionLeader;
import io.tidepost.sim.coordinator.CoordinatorNode;
import io.tidepost.sim.coordinator.NodeWorld;
import io.tidepost.sim.coordinator.Reading;
import io.tidepost.sim.log.LogProcess;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedClock;
import io.tidepost.sim.world.SimulatedCrash;
import io.tidepost.sim.world.SimulatedDisk;
import io.tidepost.sim.world.Survival;
import io.tidepost.sim.world.Trace;
import io.tidepost.wire.records.DamagedBatchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets applications write transactions on a node that dies at any moment, also in the middle of a
/// disk operation and with power loss, while markers get lost, are repeated and overtake each
/// other. It checks that
///
/// - a transaction whose commit was acknowledged is seen wholly by `read_committed` consumers;
/// - one whose commit nobody asked for is never seen, one in doubt wholly or not at all;
/// - what was seen once is seen ever after;
/// - in the end nothing is left open: readers come to the end of each partition.
public final class TransactionSimulation implements NodeWorld {

  final SeededRandomness random;
  final Trace trace = new Trace();
  final SimulatedClock clock = new SimulatedClock(1_700_000_000_000L);

  private static final int STEPS = 1500;

  private final long seed;
  private final SimulatedDisk disk;
  private final LogConfig config;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final List<SimulatedApplication> applications = new ArrayList<>();
  private final List<ModelTransaction> transactions = new ArrayList<>();
  private final Map<TopicPartition, List<Integer>> seen = new HashMap<>();
  private @Nullable CoordinatorNode node;
  private long nextProducerId = 1000;
  private int restarts;

  private TransactionSimulation(long seed) {
    this.seed = seed;
    this.random = new SeededRandomness(seed);
    this.disk = new SimulatedDisk(clock, random.split(), trace);
    this.config =
        LogConfig.DEFAULT
            .withSegment(random.between(2500, 8000), Long.MAX_VALUE)
            .withRetention(-1, -1)
            .withDurability(Durability.DISK);
    for (int i = random.between(1, 3); i > 0; i--) {
      partitions.add(new TopicPartition("topic", i));
    }
    for (int i = random.between(1, 3); i > 0; i--) {
      applications.add(new SimulatedApplication(this, "application-" + i, random.chance(60)));
    }
  }

  /// What a run came to.
  ///
  /// @param fingerprint of the trace: equal for equal seeds
  /// @param restarts how often the node came back
  /// @param committed how many transactions were acknowledged as committed
  public record Report(String fingerprint, int restarts, int committed) {}

  /// Runs one seed.
  ///
  /// @throws SimulationFailure when a promise is broken, with seed and the end of the trace
  public static Report run(long seed) {
    TransactionSimulation simulation = new TransactionSimulation(seed);
    try {
      simulation.live();
    } catch (SimulationFailure
        | IOException
        | DamagedBatchException
        | IllegalStateException
        | IllegalArgumentException e) {
      throw new SimulationFailure(
          "seed %d: %s%n%s".formatted(seed, e.getMessage(), simulation.trace), e);
    }
    int committed =
        (int)
            simulation.transactions.stream()
                .filter(t -> t.outcome == ModelTransaction.Outcome.COMMITTED)
                .count();
    return new Report(simulation.trace.fingerprint(), simulation.restarts, committed);
  }

  private void live() throws IOException, DamagedBatchException {
    disk.createDirectories(LogProcess.DIRECTORY);
    disk.syncDirectory(LogProcess.DIRECTORY.getRoot());
    restart();
    for (int step = 0; step < STEPS; step++) {
      if (random.chance(1)) {
        disk.faults().crashAfter(random.nextInt(40));
      }
      try {
        step();
      } catch (SimulatedCrash crash) {
        trace.add(crash.toString());
        crash();
      }
    }
    calm();
    check(true);
  }

  private void step() throws IOException, DamagedBatchException {
    int dice = random.nextInt(1000);
    if (dice < 250) {
      applications.get(random.nextInt(applications.size())).step();
    } else if (dice < 940) {
      runOneTask();
    } else if (dice < 985) {
      clock.advance(random.between(1, 5_000));
      node().fireTimers();
    } else if (dice < 995) {
      check(false);
    } else {
      crash();
    }
  }

  private void runOneTask() {
    List<Runnable> tasks = node().tasks;
    if (!tasks.isEmpty()) {
      tasks.remove(random.nextInt(Math.min(tasks.size(), 12))).run();
    }
  }

  CoordinatorNode node() {
    CoordinatorNode running = node;
    if (running == null) {
      throw new IllegalStateException("the node is not running");
    }
    return running;
  }

  @Override
  public SeededRandomness random() {
    return random;
  }

  @Override
  public Trace trace() {
    return trace;
  }

  @Override
  public SimulatedClock clock() {
    return clock;
  }

  @Override
  public long nextProducerId() {
    return nextProducerId++;
  }

  ModelTransaction newTransaction() {
    ModelTransaction transaction = new ModelTransaction(transactions.size());
    transactions.add(transaction);
    return transaction;
  }

  /// At least one, none twice.
  List<TopicPartition> somePartitions() {
    List<TopicPartition> some = new ArrayList<>(partitions);
    for (int i = random.nextInt(partitions.size()); i > 0; i--) {
      some.remove(random.nextInt(some.size()));
    }
    return some;
  }

  private void crash() throws IOException {
    disk.faults().neverCrash();
    if (random.chance(60)) {
      // What survives in part is the log's own simulation's business.
      disk.losePower(random.chance(50) ? Survival.NOTHING : Survival.EVERYTHING);
    } else {
      disk.killProcess();
    }
    applications.forEach(SimulatedApplication::disconnected);
    restart();
  }

  private void restart() throws IOException {
    restarts++;
    trace.add("start " + restarts);
    List<TopicPartition> all = new ArrayList<>(partitions);
    all.add(CoordinatorNode.TRANSACTIONS);
    LogProcess process =
        LogProcess.start(disk, random.split(), trace, all, config, clock.wallMillis());
    node = new CoordinatorNode(this, process, all);
  }

  /// Nobody asks for anything any more, and what is open times out.
  private void calm() throws IOException {
    disk.faults().neverCrash();
    crash();
    for (int round = 0; round < 10; round++) {
      clock.advance(CoordinatorNode.OPTIONS.timeoutCheckMillis() * 10);
      node().fireTimers();
      while (!node().tasks.isEmpty()) {
        runOneTask();
      }
    }
  }

  // ---- checks

  private void check(boolean ended) throws IOException, DamagedBatchException {
    Map<Integer, Integer> batches = new HashMap<>();
    for (TopicPartition partition : partitions) {
      PartitionLeader leader = node().leader(partition);
      List<Integer> now = Reading.committed(node().process(), leader);
      List<Integer> before = seen.getOrDefault(partition, List.of());
      if (now.size() < before.size() || !now.subList(0, before.size()).equals(before)) {
        throw new SimulationFailure(
            "%s showed %s and now shows %s".formatted(partition, before, now));
      }
      seen.put(partition, now);
      now.forEach(number -> batches.merge(number, 1, Integer::sum));
      if (ended && leader.lastStableOffset() != leader.log().logEndOffset()) {
        throw new SimulationFailure(
            "%s has an open transaction that nobody ends: stable up to %d of %d, %s"
                .formatted(
                    partition,
                    leader.lastStableOffset(),
                    leader.log().logEndOffset(),
                    leader.log().activeProducers()));
      }
    }
    for (ModelTransaction transaction : transactions) {
      check(transaction, batches.getOrDefault(transaction.number, 0), ended);
    }
  }

  private static void check(ModelTransaction transaction, int batches, boolean ended) {
    boolean right =
        switch (transaction.outcome) {
          case NOT_COMMITTED -> batches == 0;
          case UNKNOWN ->
              ended
                  ? batches == 0 || batches == transaction.batches
                  : batches <= transaction.batches;
          case COMMITTED -> ended ? batches == transaction.batches : batches <= transaction.batches;
        };
    if (!right) {
      throw new SimulationFailure(batches + " batches are seen of " + transaction);
    }
  }

  @Override
  public String toString() {
    return "seed " + seed;
  }
}
