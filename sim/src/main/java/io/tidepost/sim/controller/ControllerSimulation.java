package io.tidepost.sim.controller;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.controller.AlterPartitionReassignments;
import io.tidepost.metadata.controller.Command;
import io.tidepost.metadata.controller.ControllerPolicy;
import io.tidepost.metadata.controller.ControllerRules;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.DeleteTopics;
import io.tidepost.metadata.controller.ElectLeaders;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.IncrementalAlterConfigs;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.controller.ReplicationRules;
import io.tidepost.metadata.controller.UnregisterBroker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One life of a cluster's metadata. Everything that can go wrong does, then nothing does any more,
/// and everything has to heal.
public final class ControllerSimulation {

  private static final int BROKERS = 4;
  private static final int STEPS = 900;
  private static final int HEALING_ROUNDS = 60;

  /// What happened, so that a test can see that it was not all in vain.
  ///
  /// @param fingerprint of the trace
  public record Report(
      String fingerprint,
      int units,
      int leads,
      int elections,
      int uncleanElections,
      int alterations,
      int joined,
      int moves,
      int emptyIsrs) {}

  private final SeededRandomness random;
  private final Trace trace = new Trace();
  final PartitionChecks checks = new PartitionChecks();
  final History history = new History(checks);
  final ModelQuorum quorum;
  final Map<Integer, BrokerActor> brokers = new TreeMap<>();
  private final List<Runnable> network = new ArrayList<>();
  long nowMillis = 1_000_000;
  private long tickedMillis = nowMillis;
  private int topics;
  private int leads;
  int alterations;
  boolean isHealing;

  private ControllerSimulation(long seed) {
    random = new SeededRandomness(seed);
    var rules =
        new ControllerRules(
            2,
            (short) 3,
            new AnyConfig(),
            ControllerPolicy.NONE,
            BrokerActor.FEATURES,
            new ReplicationRules(9_000, 1_500, 20_000, 15_000));
    quorum = new ModelQuorum(history, rules, random.split());
    for (int id = 1; id <= BROKERS; id++) {
      brokers.put(id, new BrokerActor(id, this, random.split()));
    }
  }

  /// Runs one life.
  ///
  /// @throws ControllerFailure when a promise was broken, with the seed and the last steps
  public static Report run(long seed) {
    var simulation = new ControllerSimulation(seed);
    try {
      simulation.live();
      simulation.heal();
    } catch (ControllerFailure | IllegalStateException e) {
      var failure =
          new ControllerFailure("seed " + seed + ": " + e.getMessage() + "\n" + simulation.trace);
      failure.initCause(e);
      throw failure;
    }
    PartitionChecks checks = simulation.checks;
    return new Report(
        simulation.trace.fingerprint(),
        simulation.quorum.committedUnits(),
        simulation.leads,
        checks.elections,
        checks.uncleanElections,
        simulation.alterations,
        checks.joined,
        checks.completedMoves,
        checks.emptyIsrs);
  }

  private void live() {
    quorum.elect(quorum.nodes.get(0), 0);
    bootstrap(random.chance(70));
    brokers.values().forEach(BrokerActor::start);
    for (int step = 0; step < STEPS; step++) {
      step();
      checkStandbys();
    }
  }

  private void bootstrap(boolean hasElr) {
    List<MetadataRecord> records = new ArrayList<>();
    records.add(feature("metadata.version", (short) 30));
    if (hasElr) {
      records.add(feature("eligible.leader.replicas.version", (short) 1));
    }
    quorum
        .nodes
        .get(0)
        .submit(
            context -> new io.tidepost.metadata.controller.Decision<>(records, true),
            nowMillis,
            (done, why) -> {});
    quorum.commit(1);
  }

  private static MetadataRecord feature(String name, short level) {
    var record = new io.tidepost.wire.record.FeatureLevelRecord();
    record.name = name;
    record.featureLevel = level;
    return MetadataRecord.of(record);
  }

  /// Puts a request on its way to whoever acts, or believes to act, as controller.
  <R> void send(Command<R> command, BiConsumer<@Nullable R, @Nullable Failure> answer) {
    List<QuorumNode> leaders = quorum.nodes.stream().filter(QuorumNode::leads).toList();
    if (leaders.isEmpty()) {
      return;
    }
    QuorumNode target = leaders.get(random.nextInt(leaders.size()));
    boolean[] answered = new boolean[1];
    network.add(() -> {
      if (target.up) {
        target.submit(
            command,
            nowMillis,
            (result, why) -> {
              if (answered[0] || (result == null) == (why == null)) {
                throw new ControllerFailure("an answer too many to " + command);
              }
              answered[0] = true;
              answer.accept(result, why);
            });
      }
    });
  }

  private void step() {
    nowMillis += random.nextInt(400);
    if (nowMillis - tickedMillis >= 1_000) {
      tickedMillis = nowMillis;
      quorum.nodes.stream().filter(node -> node.up).forEach(node -> node.tick(nowMillis));
    }
    int dice = random.nextInt(100);
    BrokerActor broker = broker(1 + random.nextInt(BROKERS));
    QuorumNode node = quorum.nodes.get(random.nextInt(ModelQuorum.VOTERS));
    if (dice < 20) {
      say("broker " + broker.id + " speaks");
      broker.follow();
      broker.speak();
    } else if (dice < 32) {
      say("broker " + broker.id + " alters");
      broker.follow();
      broker.alterIsr(random.chance(50));
    } else if (dice < 56) {
      deliverRequest();
    } else if (dice < 74) {
      quorum.commit(1 + random.nextInt(4));
      say("committed " + quorum.committedOffset());
    } else if (dice < 87) {
      quorum.deliver(node);
      node.observe();
      say("node " + node.id + " knows " + node.known);
    } else if (dice < 94) {
      administer();
    } else if (dice < 97) {
      upset(broker);
    } else {
      upset(node);
    }
  }

  /// The actor of a broker there is.
  BrokerActor broker(int id) {
    return Objects.requireNonNull(brokers.get(id));
  }

  private void say(String line) {
    trace.add(line);
  }

  private void deliverRequest() {
    if (!network.isEmpty()) {
      say("a request of " + network.size() + " arrives");
      network.remove(random.nextInt(network.size())).run();
    }
  }

  private void upset(BrokerActor broker) {
    int dice = random.nextInt(6);
    say("broker " + broker.id + " fate " + dice);
    if (!broker.alive) {
      if (dice < 4) {
        broker.start();
      } else {
        broker.hint();
      }
    } else if (dice < 2) {
      broker.die();
      if (random.chance(50)) {
        broker.hint();
      }
    } else if (dice < 4) {
      broker.wantShutDown = true;
    } else if (dice == 4) {
      broker.die();
      broker.start();
    }
  }

  private void upset(QuorumNode node) {
    int dice = random.nextInt(12);
    say("node " + node.id + " fate " + dice);
    switch (dice) {
      case 0, 1, 2 -> {
        int before = quorum.epoch();
        quorum.elect(node, random.nextInt(4));
        leads += quorum.epoch() - before;
      }
      case 3 -> node.cutOff = true;
      case 4 -> {
        if (node.up) {
          node.crash();
        }
      }
      case 5 -> quorum.install(node, random.nextInt(quorum.committedUnits() + 1));
      case 6 -> {
        if (node.up && node.leads() && !node.pending.isEmpty()) {
          node.reject();
        }
      }
      case 7 -> quorum.learn(node);
      default -> {
        for (QuorumNode other : quorum.nodes) {
          other.cutOff = false;
          if (!other.up) {
            other.restart();
          }
        }
        quorum.elect(node, random.nextInt(3));
      }
    }
  }

  private void administer() {
    List<Topic> all = history.newest().topics().sorted();
    int dice = all.isEmpty() ? 0 : random.nextInt(12);
    say("administrator " + dice);
    if (dice < 2 && all.size() < 6) {
      createTopic();
      return;
    }
    if (all.isEmpty()) {
      return;
    }
    Topic topic = all.get(random.nextInt(all.size()));
    int number = random.nextInt(topic.partitions().size());
    switch (dice) {
      case 2, 3, 4 -> move(topic, number);
      case 5 -> {
        boolean isUnclean = random.chance(20);
        if (isUnclean) {
          checks.uncleanAllowed(topic.id());
        }
        send(
            new ElectLeaders(
                isUnclean, List.of(new ElectLeaders.Target(topic.name(), List.of(number)))),
            (outcome, why) -> {});
      }
      case 6, 10, 11 -> setMinimum(topic);
      case 7 -> {
        if (random.chance(30)) {
          checks.uncleanAllowed(topic.id());
          set(
              ConfigResource.topic(topic.name()),
              "unclean.leader.election.enable",
              random.chance(50) ? "true" : "false");
        }
      }
      case 8 -> {
        if (random.chance(20)) {
          send(
              new DeleteTopics(List.of(new DeleteTopics.Target(topic.name(), Uuid.ZERO))),
              (outcome, why) -> {});
        }
      }
      default -> {
        BrokerActor broker = broker(1 + random.nextInt(BROKERS));
        if (random.chance(broker.alive ? 15 : 40)) {
          send(new UnregisterBroker(broker.id), (outcome, why) -> {});
        }
      }
    }
  }

  private void createTopic() {
    String name = "topic-" + topics++;
    Map<String, @Nullable String> configs = new TreeMap<>();
    if (random.chance(40)) {
      configs.put("tidepost.durability", "os");
    }
    if (random.chance(60)) {
      configs.put("min.insync.replicas", "2");
    }
    short replicationFactor = (short) (1 + random.nextInt(3));
    send(
        new CreateTopics(
            List.of(
                new NewTopic(name, 1 + random.nextInt(3), replicationFactor, List.of(), configs)),
            false),
        (outcomes, why) -> {
          CreateTopics.Outcome outcome = outcomes == null ? null : outcomes.get(name);
          if (outcome != null
              && outcome.failure() == null
              && history.newest().topics().byId(outcome.id()) == null
              && !wasDeleted(name)) {
            throw new ControllerFailure("topic " + name + " was promised and is not committed");
          }
        });
  }

  private boolean wasDeleted(String name) {
    for (int units = quorum.committedUnits(); units >= 0; units--) {
      if (history.image(units).topics().byName(name) != null) {
        return true;
      }
    }
    return false;
  }

  private void move(Topic topic, int number) {
    List<Integer> target = null;
    if (random.chance(75)) {
      List<Integer> all = new ArrayList<>(brokers.keySet());
      for (int i = all.size() - 1; i > 0; i--) {
        java.util.Collections.swap(all, i, random.nextInt(i + 1));
      }
      target = List.copyOf(all.subList(0, 1 + random.nextInt(3)));
    }
    send(
        new AlterPartitionReassignments(
            List.of(new AlterPartitionReassignments.Target(topic.name(), number, target)), true),
        (outcome, why) -> {});
  }

  private void setMinimum(Topic topic) {
    ConfigResource resource =
        random.chance(30) ? ConfigResource.BROKER_DEFAULT : ConfigResource.topic(topic.name());
    set(resource, "min.insync.replicas", Integer.toString(1 + random.nextInt(2)));
  }

  private void set(ConfigResource resource, String option, String value) {
    send(
        new IncrementalAlterConfigs(
            Map.of(
                resource,
                List.of(
                    new IncrementalAlterConfigs.Change(
                        IncrementalAlterConfigs.Operation.SET, option, value))),
            false),
        (outcome, why) -> {});
  }

  /// A standby that knows so many units is what these units say.
  private void checkStandbys() {
    for (QuorumNode node : quorum.nodes) {
      if (node.up && !node.isObserving() && !node.leads() && random.chance(1)) {
        compare(node);
      }
    }
  }

  private void compare(QuorumNode node) {
    MetadataImage expected = history.image(node.known);
    if (!History.isSame(expected, node.image())) {
      throw new ControllerFailure("node " + node.id + " does not say what was committed");
    }
  }

  /// No more faults: everything has to become well.
  private void heal() {
    say("healing");
    isHealing = true;
    network.clear();
    for (QuorumNode node : quorum.nodes) {
      node.cutOff = false;
      if (!node.up) {
        node.restart();
      }
    }
    quorum.elect(quorum.nodes.get(random.nextInt(ModelQuorum.VOTERS)), 2);
    quorum.nodes.forEach(quorum::learn);
    for (BrokerActor broker : brokers.values()) {
      if (!broker.alive || broker.wantShutDown) {
        broker.die();
        broker.start();
      }
    }
    for (int round = 0; round < HEALING_ROUNDS; round++) {
      nowMillis += 1_000;
      for (BrokerActor broker : brokers.values()) {
        broker.catchUp();
        broker.speak();
        broker.expandAll();
        settle();
      }
      quorum.nodes.forEach(node -> node.tick(nowMillis));
      settle();
    }
    checkHealed();
    new Watch(this, random.split()).run();
  }

  void settle() {
    while (!network.isEmpty()) {
      network.remove(0).run();
      settleLog();
    }
    settleLog();
  }

  private void settleLog() {
    boolean moved = true;
    while (moved) {
      int units = quorum.committedUnits();
      quorum.commit(100);
      moved = units != quorum.committedUnits();
      for (QuorumNode node : quorum.nodes) {
        while (!node.leads() && node.known < quorum.committedUnits()) {
          quorum.deliver(node);
        }
        while (node.isObserving()) {
          node.observe();
          moved = true;
        }
      }
    }
  }

  private void checkHealed() {
    quorum.nodes.forEach(this::compare);
    MetadataImage image = history.newest();
    brokers
        .keySet()
        .forEach(id -> {
          var broker = image.brokers().get(id);
          if (broker == null || !broker.isActive()) {
            throw new ControllerFailure("broker " + id + " lives and is not let in: " + broker);
          }
        });
    List<String> leaderless = PartitionChecks.leaderless(image);
    if (!leaderless.isEmpty()) {
      throw new ControllerFailure("nobody leads " + leaderless);
    }
    image.topics().forEach(topic -> topic.partitions().forEach(this::checkHealed));
  }

  private void checkHealed(Partition partition) {
    if (partition.leader() == Partition.NO_LEADER) {
      return;
    }
    if (AlterPartitionReassignments.isReassigning(partition)
        || partition.isr().size() != partition.replicas().size()
        || !partition.elr().isEmpty()
        || partition.leader() != partition.replicas().get(0)) {
      throw new ControllerFailure("not healed: " + partition);
    }
  }
}
