package io.tidepost.sim.cluster;

import io.tidepost.sim.world.SimulatedClock;
import java.util.Comparator;
import java.util.PriorityQueue;

/// What will happen, in the order of its time; and what time it is.
public final class EventQueue {

  private record Event(long atMillis, long number, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::number));
  private final SimulatedClock clock;
  private long nowMillis;
  private long count;

  /// @param clock moves along with the events
  public EventQueue(SimulatedClock clock) {
    this.clock = clock;
  }

  /// Milliseconds since the start.
  public long now() {
    return nowMillis;
  }

  /// Lets `action` happen in so many milliseconds.
  public void after(long millis, Runnable action) {
    events.add(new Event(nowMillis + Math.max(0, millis), count++, action));
  }

  /// Lets everything happen until `millis` or until `done`.
  public void runUntil(long millis, java.util.function.BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.atMillis > millis) {
        advance(millis);
        return;
      }
      events.remove();
      advance(next.atMillis);
      next.action.run();
    }
  }

  private void advance(long millis) {
    clock.advance(millis - nowMillis);
    nowMillis = millis;
  }
}
