package io.tidepost.sim.controller;

import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.sim.world.SeededRandomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the active controller makes of silence, in a cluster that is well otherwise: brokers that
/// answer keep what they lead, however late their heartbeats and however long the controller itself
/// was stopped; one that is stopped loses it within three seconds.
final class Watch {

  private static final long TICK_MILLIS = 250;
  private static final long HEARTBEAT_MILLIS = 4_000;
  private static final long STOPPED_MILLIS = 3_000;

  /// What a broker that lives may take to answer.
  private static final int ANSWER_MILLIS = 1_000;

  private final ControllerSimulation world;
  private final SeededRandomness random;

  /// When each broker that was asked will have answered.
  private final Map<Integer, Long> answers = new HashMap<>();

  private final Map<Integer, Long> heartbeats = new HashMap<>();
  private int stopped = -1;

  Watch(ControllerSimulation world, SeededRandomness random) {
    this.world = world;
    this.random = random;
  }

  void run() {
    pass(10_000);
    checkAllAreIn();
    // The controller's own process stops for a while, when everybody has been asked.
    world.nowMillis += random.between(1_000, 8_000);
    pass(5_000);
    checkAllAreIn();
    stopped = anotherProcess();
    pass(STOPPED_MILLIS);
    checkLeadsNothing();
    stopped = -1;
    pass(2 * HEARTBEAT_MILLIS);
    checkAllAreIn();
  }

  /// A broker; none with the node id of the active controller, which is the same process.
  private int anotherProcess() {
    List<Integer> ids = new ArrayList<>(world.brokers.keySet());
    for (QuorumNode node : world.quorum.nodes) {
      if (node.leads()) {
        ids.remove(Integer.valueOf(node.id));
      }
    }
    return ids.get(random.nextInt(ids.size()));
  }

  private void pass(long millis) {
    long end = world.nowMillis + millis;
    while (world.nowMillis < end) {
      for (BrokerActor broker : world.brokers.values()) {
        if (broker.id != stopped && heartbeats.getOrDefault(broker.id, 0L) <= world.nowMillis) {
          heartbeats.put(broker.id, world.nowMillis + HEARTBEAT_MILLIS);
          broker.catchUp();
          broker.speak();
          world.settle();
        }
      }
      world.quorum.nodes.forEach(this::tick);
      world.settle();
      world.nowMillis += TICK_MILLIS;
    }
  }

  private void tick(QuorumNode node) {
    node.tick(world.nowMillis);
    for (Broker broker : node.toAsk(world.nowMillis)) {
      if (broker.id() != stopped) {
        answers.putIfAbsent(broker.id(), world.nowMillis + random.nextInt(ANSWER_MILLIS));
      }
    }
    if (node.leads()) {
      List<Integer> due = new ArrayList<>();
      answers.forEach((id, when) -> {
        if (when <= world.nowMillis && id != stopped) {
          due.add(id);
        }
      });
      for (int id : due) {
        answers.remove(id);
        long epoch = Objects.requireNonNull(image().brokers().get(id)).epoch();
        node.answered(id, epoch, world.nowMillis);
      }
    }
  }

  private MetadataImage image() {
    return world.history.newest();
  }

  private void checkAllAreIn() {
    for (Broker broker : image().brokers().values()) {
      if (broker.fenced()) {
        throw new ControllerFailure("broker " + broker.id() + " answers and is fenced");
      }
    }
  }

  private void checkLeadsNothing() {
    image()
        .topics()
        .forEach(topic ->
            topic
                .partitions()
                .forEach(partition -> {
                  if (partition.leader() == stopped) {
                    throw new ControllerFailure(
                        "broker " + stopped + " is stopped and leads " + partition);
                  }
                }));
    Broker silent = Objects.requireNonNull(image().brokers().get(stopped));
    if (!silent.fenced()) {
      throw new ControllerFailure("broker " + stopped + " is stopped and not fenced");
    }
  }
}
