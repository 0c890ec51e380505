package io.tidepost.sim.cluster;

import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.Trace;
import java.util.HashSet;
import java.util.Set;

/// Carries messages between numbered places: late, in any order, twice, or not at all.
final class SimulatedNetwork {

  private record Link(int from, int to) {}

  private final EventQueue events;
  private final SeededRandomness random;
  private final Trace trace;
  private final Set<Link> cut = new HashSet<>();
  private int lossPercent;
  private int duplicatePercent;
  private int delayMillis;

  SimulatedNetwork(EventQueue events, SeededRandomness random, Trace trace) {
    this.events = events;
    this.random = random;
    this.trace = trace;
  }

  void trouble(int loss, int duplicates, int delayMax) {
    lossPercent = loss;
    duplicatePercent = duplicates;
    delayMillis = delayMax;
  }

  void cut(int from, int to) {
    trace.add("network: cut " + from + " > " + to);
    cut.add(new Link(from, to));
  }

  void mend(int from, int to) {
    trace.add("network: mend " + from + " > " + to);
    cut.remove(new Link(from, to));
  }

  void mendAll() {
    cut.clear();
  }

  /// @param delivery what happens on arrival
  void send(int from, int to, String what, Runnable delivery) {
    if (cut.contains(new Link(from, to)) || random.chance(lossPercent)) {
      trace.add(events.now() + " lost " + from + " > " + to + " " + what);
      return;
    }
    int copies = random.chance(duplicatePercent) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      // Most are quick; a few take up to ten times as long as usual.
      int bound = Math.max(1, random.chance(5) ? delayMillis * 10 : delayMillis);
      events.after(
          random.nextInt(bound + 1),
          () -> {
            if (!cut.contains(new Link(from, to))) {
              trace.add(events.now() + " " + from + " > " + to + " " + what);
              delivery.run();
            }
          });
    }
  }
}
