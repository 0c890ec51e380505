package io.tidepost.sim.group;

import io.tidepost.base.TopicPartition;
import io.tidepost.log.Durability;
import io.tidepost.log.LogConfig;
import io.tidepost.sim.coordinator.CoordinatorNode;
import io.tidepost.sim.coordinator.NodeWorld;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Groups of every kind on a node that dies at any moment, also in the middle of a disk operation
/// and with power loss. It checks that
///
/// - no acknowledged commit is lost, and none is taken from somebody whose partition has gone to
///   another member;
/// - no two members that the coordinator knows have the same partition or active task, whatever
///   protocol they speak, and no process has two copies of a task;
/// - what is in memory is what another coordinator would find on the disk;
/// - what goes through applications that consume, transform and produce comes out exactly once;
/// - in the end everybody has what it is to have, and all work is done.
public final class GroupSimulation implements NodeWorld {

  static final String COMMITTERS = "committers";
  static final String PROCESSORS = "processors";
  static final String STREAMS = "streams";

  static final String ORDERS = "orders";
  static final String PAYMENTS = "payments";

  private static final int STEPS = 2_000;
  private static final int CALM_ROUNDS = 600;
  private static final int PARTITIONS_MAX = 6;
  private static final int NUMBERS_PER_PARTITION = 1_000_000;

  final GroupPlan plan;
  final SimulatedTopics topics = new SimulatedTopics();

  private final SeededRandomness random;
  private final Trace trace = new Trace();
  private final SimulatedClock clock = new SimulatedClock(1_700_000_000_000L);
  private final SimulatedDisk disk;
  private final LogConfig config;
  private final List<TopicPartition> led = new ArrayList<>();
  private final List<TopicPartition> outputs = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private final Map<String, Holdings> holdings = new TreeMap<>();
  private final Map<String, CommitRegister> registers = new TreeMap<>();
  private final Map<TopicPartition, Long> inputs = new HashMap<>();
  private final GroupChecks checks;
  private @Nullable GroupNode node;
  private long nextProducerId = 1000;
  private int restarts;
  private int granted;
  private boolean calm;

  private GroupSimulation(long seed) {
    this.random = new SeededRandomness(seed);
    this.plan = GroupPlan.of(random.split());
    this.disk = new SimulatedDisk(clock, random.split(), trace);
    this.config =
        LogConfig.DEFAULT
            .withSegment(random.between(8_000, 40_000), Long.MAX_VALUE)
            .withRetention(-1, -1)
            .withDurability(Durability.DISK);
    this.checks = new GroupChecks(this);
    led.add(CoordinatorNode.TRANSACTIONS);
    led.add(GroupNode.OFFSETS);
    for (int i = random.between(1, 3); i > 0; i--) {
      outputs.add(new TopicPartition("output", i));
    }
    led.addAll(outputs);
    topics.set(ORDERS, random.between(1, 5));
    topics.set(PAYMENTS, random.between(1, 4));
    addActors();
  }

  private void addActors() {
    List<String> both = List.of(ORDERS, PAYMENTS);
    for (int i = 0; i < plan.committers(); i++) {
      String name = "committer" + i;
      actors.add(new GroupClient(this, COMMITTERS, name, both, new CommitAsYouGo(this)));
    }
    for (int i = 0; i < plan.processors(); i++) {
      String name = "processor" + i;
      Processor processor = new Processor(this, "transactions-of-" + name);
      actors.add(new GroupClient(this, PROCESSORS, name, List.of(ORDERS), processor));
    }
    for (int i = 0; i < plan.streams(); i++) {
      actors.add(new StreamsClient(this, "thread" + i, "process" + i / 2));
    }
  }

  /// What a run came to.
  ///
  /// @param fingerprint of the trace: equal for equal seeds
  /// @param restarts how often the node came back
  /// @param granted how often somebody was given something
  /// @param processed records that went through transactions
  public record Report(String fingerprint, int restarts, int granted, int processed) {}

  /// Runs one seed.
  ///
  /// @throws SimulationFailure when a promise is broken, with seed and the end of the trace
  public static Report run(long seed) {
    GroupSimulation simulation = new GroupSimulation(seed);
    try {
      simulation.live();
    } catch (SimulationFailure
        | IOException
        | DamagedBatchException
        | IllegalStateException
        | IllegalArgumentException e) {
      throw new SimulationFailure(
          "seed %d, %s: %s%n%s".formatted(seed, simulation.plan, e.getMessage(), simulation.trace),
          e);
    }
    return new Report(
        simulation.trace.fingerprint(),
        simulation.restarts,
        simulation.granted,
        simulation.checks.processed());
  }

  private void live() throws IOException, DamagedBatchException {
    disk.createDirectories(LogProcess.DIRECTORY);
    disk.syncDirectory(LogProcess.DIRECTORY.getRoot());
    restart();
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(1000) < plan.crashes()) {
        disk.faults().crashAfter(random.nextInt(40));
      }
      try {
        step();
      } catch (SimulatedCrash crash) {
        trace.add(crash.toString());
        crash();
      }
    }
    calmDown();
  }

  private void step() throws IOException, DamagedBatchException {
    int dice = random.nextInt(1000);
    if (dice < 300) {
      actors.get(random.nextInt(actors.size())).step();
    } else if (dice < 900) {
      runOneTask();
    } else if (dice < 960) {
      clock.advance(random.between(1, 700));
      node().fireTimers();
    } else if (dice < 975) {
      TopicPartition input =
          new TopicPartition(ORDERS, random.nextInt(topics.get(ORDERS).partitions()));
      inputs.merge(input, 1L + random.nextInt(3), Long::sum);
    } else if (dice < 977) {
      grow();
    } else if (random.nextInt(23) >= plan.crashes()) {
      checks.check();
    } else {
      crash();
    }
  }

  /// Streams do not bear that: their changelogs would not fit any more.
  private void grow() {
    int partitions = topics.get(PAYMENTS).partitions();
    if (partitions < PARTITIONS_MAX) {
      topics.set(PAYMENTS, partitions + 1);
    }
  }

  private void runOneTask() {
    List<Runnable> tasks = node().tasks;
    if (!tasks.isEmpty()) {
      tasks.remove(random.nextInt(Math.min(tasks.size(), 12))).run();
    }
  }

  private void crash() throws IOException {
    disk.faults().neverCrash();
    if (random.chance(60)) {
      // What survives in part is the log's own simulation's business.
      disk.losePower(random.chance(50) ? Survival.NOTHING : Survival.EVERYTHING);
    } else {
      disk.killProcess();
    }
    actors.forEach(Actor::disconnected);
    registers.values().forEach(CommitRegister::disconnected);
    restart();
  }

  private void restart() throws IOException {
    restarts++;
    trace.add("start " + restarts);
    LogProcess process =
        LogProcess.start(disk, random.split(), trace, led, config, clock.wallMillis());
    node = new GroupNode(this, process, led);
  }

  /// Nothing goes wrong any more, and everybody finishes; and once more when a few members came
  /// anew, of which the others hear from the coordinator only.
  private void calmDown() throws IOException, DamagedBatchException {
    calm = true;
    for (Actor actor : actors) {
      if (actor instanceof GroupClient client) {
        client.wakeUp();
      }
    }
    crash();
    settle();
    checks.checkEnd();
    for (Actor actor : actors) {
      if (actor instanceof GroupClient client && random.chance(30)) {
        client.die(random.chance(50));
      }
    }
    settle();
    checks.checkEnd();
  }

  private void settle() throws IOException, DamagedBatchException {
    for (int round = 0; round < CALM_ROUNDS && !checks.isSettled(); round++) {
      clock.advance(300);
      node().fireTimers();
      actors.forEach(Actor::step);
      while (!node().tasks.isEmpty()) {
        runOneTask();
      }
    }
  }

  // ---- what actors and checks need

  boolean isCalm() {
    return calm;
  }

  GroupNode node() {
    GroupNode running = node;
    if (running == null) {
      throw new IllegalStateException("the node is not running");
    }
    return running;
  }

  Collection<Actor> actors() {
    return actors;
  }

  Map<String, CommitRegister> registers() {
    return registers;
  }

  List<TopicPartition> outputs() {
    return outputs;
  }

  TopicPartition anOutput() {
    return outputs.get(random.nextInt(outputs.size()));
  }

  /// How many records of an input partition there are.
  long available(TopicPartition input) {
    return inputs.getOrDefault(input, 0L);
  }

  /// What a record of the input becomes in the output.
  static int number(TopicPartition input, long offset) {
    return input.partition() * NUMBERS_PER_PARTITION + (int) offset;
  }

  CommitRegister register(String groupId, TopicPartition partition) {
    return registers.computeIfAbsent(
        partition.toString(), name -> new CommitRegister("offset of " + groupId + " in " + name));
  }

  Holdings holdings(String groupId) {
    return holdings.computeIfAbsent(groupId, Holdings::new);
  }

  /// A member was told what it has.
  void hold(String groupId, String memberId, Collection<String> things) {
    granted++;
    holdings(groupId).hold(memberId, things, id -> node().isMember(groupId, id));
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
}
