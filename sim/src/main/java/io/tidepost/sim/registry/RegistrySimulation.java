package io.tidepost.sim.registry;

import io.tidepost.registry.decide.ParsedCache;
import io.tidepost.registry.store.RegistryState;
import io.tidepost.registry.store.SubjectName;
import io.tidepost.sim.cluster.EventQueue;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.SimulatedClock;
import io.tidepost.sim.world.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Three nodes serve the registry to clients that register, delete and read, from one seed: nodes
/// die at any step and come back, stand still for longer than a transaction may take, answers get
/// lost, the topic is compacted. It checks that
///
/// - an id means one schema for ever, also after it was erased;
/// - a schema that is there has one id in its context, and one version of a subject;
/// - what was answered is seen by every question that is asked later, at any node;
/// - in the end every node knows the same, and the same as somebody who reads the compacted topic.
public final class RegistrySimulation {

  private static final int NODES = 3;
  private static final int CLIENTS = 6;
  private static final int FAULT_MILLIS = 5_000;
  private static final int HEALING_MILLIS = 8_000;

  /// What one run came to.
  ///
  /// @param registered answers to registrations
  /// @param reads questions that were answered
  /// @param deaths of nodes
  /// @param fenced writers
  /// @param shared rounds with more than one record
  /// @param fingerprint of the trace
  public record Report(
      int registered, int reads, int deaths, int fenced, int shared, String fingerprint) {}

  final Trace trace = new Trace();
  final EventQueue events = new EventQueue(new SimulatedClock(1_700_000_000_000L));
  final ParsedCache parsed = new ParsedCache(200);
  final History history = new History();
  final ModelTopic topic;
  private final EnumSet<RegistryRule> off;
  private final SeededRandomness random;
  private final List<RegistryNode> nodes = new ArrayList<>();
  private boolean troubled = true;
  private int deaths;
  private int fenced;
  private int shared;

  private RegistrySimulation(long seed, EnumSet<RegistryRule> off) {
    this.off = off;
    this.random = new SeededRandomness(seed);
    this.topic = new ModelTopic(events, random.split(), off, trace);
    for (int id = 1; id <= NODES; id++) {
      nodes.add(new RegistryNode(this, id, random.split()));
    }
  }

  /// Runs one seed.
  ///
  /// @throws SimulationFailure when a promise is broken
  public static Report run(long seed) {
    return run(seed, EnumSet.noneOf(RegistryRule.class));
  }

  /// Runs one seed with some rules switched off.
  public static Report run(long seed, EnumSet<RegistryRule> off) {
    RegistrySimulation world = new RegistrySimulation(seed, off);
    try {
      return world.run();
    } catch (RuntimeException | AssertionError e) {
      String trace = System.getProperty("tidepost.sim.trace") == null ? "" : world.trace + "\n";
      throw new SimulationFailure(
          trace + "seed " + seed + " at " + world.events.now() + " ms: " + e.getMessage(), e);
    }
  }

  private Report run() {
    nodes.forEach(RegistryNode::start);
    for (int i = 0; i < CLIENTS; i++) {
      new RegistryClient(this, random.split()).start();
    }
    trouble();
    events.runUntil(FAULT_MILLIS, () -> false);
    heal();
    return new Report(
        history.answers(), history.reads(), deaths, fenced, shared, trace.fingerprint());
  }

  // ---- faults

  private void trouble() {
    events.after(
        random.between(50, 700),
        () -> {
          if (!troubled) {
            return;
          }
          if (random.chance(35)) {
            compact();
          } else {
            kill(nodes.get(random.nextInt(NODES)));
          }
          trouble();
        });
  }

  private void kill(RegistryNode node) {
    if (node.isAlive()) {
      deaths++;
      node.kill();
      events.after(
          random.between(10, 900),
          () -> {
            if (!node.isAlive()) {
              node.start();
            }
          });
    }
  }

  private void compact() {
    topic.compact(nodes.stream().mapToLong(RegistryNode::position).min().orElse(0));
  }

  /// Everything comes to rest; then what everybody knows is held against the topic.
  private void heal() {
    troubled = false;
    events.runUntil(FAULT_MILLIS + HEALING_MILLIS, () -> false);
    String expected = describe(read(topic));
    agree(expected);
    compact();
    for (RegistryNode node : nodes) {
      node.kill();
      node.start();
    }
    events.runUntil(FAULT_MILLIS + 2L * HEALING_MILLIS, () -> false);
    agree(expected);
    nodes.forEach(node -> history.verify(node.state(), events.now()));
  }

  private void agree(String expected) {
    for (RegistryNode node : nodes) {
      String known = describe(node.state());
      if (!known.equals(expected)) {
        throw new SimulationFailure(
            "node %d knows%n%s%ninstead of%n%s".formatted(node.id, known, expected));
      }
    }
  }

  private static RegistryState read(ModelTopic topic) {
    RegistryState state = new RegistryState();
    topic.committed().forEach(bytes -> state.apply(RegistryNode.decode(bytes)));
    return state;
  }

  private static String describe(RegistryState state) {
    StringBuilder text = new StringBuilder();
    for (SubjectName subject : state.subjects()) {
      text.append(subject).append(' ').append(state.versions(subject)).append('\n');
    }
    for (String context : List.of(SubjectName.DEFAULT_CONTEXT, ".x")) {
      text.append(context).append(" ids up to ").append(state.idMax(context)).append('\n');
    }
    return text.toString();
  }

  // ---- what the others ask

  boolean holds(RegistryRule rule) {
    return !off.contains(rule);
  }

  boolean troubled() {
    return troubled;
  }

  /// Whether clients begin nothing more.
  boolean isOver() {
    return !troubled;
  }

  @Nullable RegistryNode anyNode(SeededRandomness any) {
    RegistryNode node = nodes.get(any.nextInt(NODES));
    return node.isAlive() ? node : null;
  }

  void fenced(RegistryNode node) {
    fenced++;
    trace.add("node " + node.id + " is fenced");
  }

  void decided(RegistryNode node, int commands, int records) {
    trace.add("node %d decided %d commands, %d records".formatted(node.id, commands, records));
    if (commands > 1 && records > 1) {
      shared++;
    }
  }
}
