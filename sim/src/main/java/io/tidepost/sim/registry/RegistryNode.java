package io.tidepost.sim.registry;

import io.tidepost.registry.decide.Command;
import io.tidepost.registry.decide.ParsedCache;
import io.tidepost.registry.decide.RegistryView;
import io.tidepost.registry.decide.Round;
import io.tidepost.registry.store.RecordFormat;
import io.tidepost.registry.store.RegistryRecord;
import io.tidepost.registry.store.RegistryState;
import io.tidepost.sim.cluster.EventQueue;
import io.tidepost.sim.log.SimulationFailure;
import io.tidepost.sim.world.SeededRandomness;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A node that serves the registry: its process dies at any step, and what it knows dies with it. A
/// step may take as long as a pause of the whole process.
final class RegistryNode {

  /// A command whose client waits.
  record Asked(Command<?> command, Consumer<Round.Outcome<?>> answer) {}

  private record Awaited(long offset, Runnable then) {}

  final int id;
  final RegistrySimulation world;
  private final SeededRandomness random;
  private final EventQueue events;
  private final ModelTopic topic;
  private final ParsedCache parsed;
  private final List<Awaited> awaited = new ArrayList<>();
  private final Queue<Asked> waiting = new ArrayDeque<>();
  private RegistryState state = new RegistryState();
  private long position;
  private int life;
  private boolean alive;
  private @Nullable NodeWriter writer;

  RegistryNode(RegistrySimulation world, int id, SeededRandomness random) {
    this.world = world;
    this.id = id;
    this.random = random;
    this.events = world.events;
    this.topic = world.topic;
    this.parsed = world.parsed;
  }

  // ---- process

  void start() {
    life++;
    alive = true;
    state = new RegistryState();
    position = 0;
    writer = new NodeWriter(this);
    world.trace.add("node " + id + " starts");
    poll();
  }

  void kill() {
    world.trace.add("node " + id + " dies");
    alive = false;
    life++;
    awaited.clear();
    waiting.clear();
  }

  boolean isAlive() {
    return alive;
  }

  /// How often the process was started or died.
  int life() {
    return life;
  }

  RegistryState state() {
    return state;
  }

  ParsedCache parsed() {
    return parsed;
  }

  ModelTopic topic() {
    return topic;
  }

  SeededRandomness random() {
    return random;
  }

  /// Offset up to which everything was read.
  long position() {
    return alive ? position : Long.MAX_VALUE;
  }

  /// Does something later, unless the process has died until then.
  void later(long millis, Runnable action) {
    int mine = life;
    events.after(
        millis,
        () -> {
          if (alive && life == mine) {
            action.run();
          }
        });
  }

  /// Sends a request to the brokers. It is executed whatever becomes of the node; its answer may be
  /// lost, then it is sent again.
  <A> void request(Supplier<A> operation, Consumer<A> then) {
    int mine = life;
    events.after(
        delay(),
        () -> {
          A answer = operation.get();
          if (!alive || life != mine) {
            return;
          }
          if (world.troubled() && random.chance(4)) {
            later(50, () -> request(operation, then));
          } else {
            later(delay(), () -> then.accept(answer));
          }
        });
  }

  private long delay() {
    return world.troubled() && random.chance(3) ? random.between(100, 1500) : random.between(1, 6);
  }

  // ---- reading

  private void poll() {
    later(
        random.between(1, 12),
        () -> {
          long end = Math.min(topic.lastStableOffset(), position + random.between(1, 12));
          for (; position < end; position++) {
            apply(topic.read(position));
          }
          arrive();
          poll();
        });
  }

  private void apply(RecordFormat.@Nullable Bytes bytes) {
    if (bytes != null) {
      state.apply(decode(bytes));
    }
  }

  static RegistryRecord decode(RecordFormat.Bytes bytes) {
    try {
      RegistryRecord record = RecordFormat.decode(bytes.key(), bytes.value());
      if (record != null) {
        return record;
      }
    } catch (IOException e) {
      throw new SimulationFailure("a record cannot be read", e);
    }
    throw new SimulationFailure("a record says nothing");
  }

  private void arrive() {
    List<Awaited> due = new ArrayList<>();
    for (Iterator<Awaited> all = awaited.iterator(); all.hasNext(); ) {
      Awaited each = all.next();
      if (each.offset() <= position) {
        all.remove();
        due.add(each);
      }
    }
    due.forEach(each -> each.then().run());
  }

  void awaitPosition(long offset, Runnable then) {
    awaited.add(new Awaited(offset, then));
  }

  /// Then, everything is known that was durable now.
  void catchUp(Runnable then) {
    request(topic::lastStableOffset, end -> awaitPosition(end, then));
  }

  // ---- clients

  /// Answers a question, after everything that was written before.
  <A> void ask(Function<RegistryView, A> question, Consumer<A> then) {
    Runnable answer = () -> then.accept(question.apply(new RegistryView(state, parsed)));
    if (world.holds(RegistryRule.QUESTIONS_CATCH_UP)) {
      catchUp(answer);
    } else {
      later(1, answer);
    }
  }

  void execute(Asked asked) {
    NodeWriter mine = writer;
    if (mine != null) {
      waiting.add(asked);
      mine.wake();
    }
  }

  @Nullable Asked next() {
    return waiting.poll();
  }
}
