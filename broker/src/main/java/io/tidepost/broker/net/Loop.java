package io.tidepost.broker.net;

import io.tidepost.base.Timers;

/// One event loop: a thread that owns connections, partitions and coordinator shards. What belongs
/// to a loop is only touched on it.
public interface Loop extends Timers {

  /// Number of this loop, from 0.
  int index();

  /// Whether the caller runs on this loop.
  boolean inLoop();

  /// Runs `task` on this loop, in the order of the calls of one thread. From outside, the loop is
  /// woken once for everything that arrives while it sleeps. From inside, `task` runs later in the
  /// same turn. Any thread.
  void execute(Runnable task);

  /// Runs `task` at once when called on this loop, else like [#execute].
  default void run(Runnable task) {
    if (inLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /// Runs `task` once at the end of the current turn, after all events and tasks of the turn. Only
  /// on this loop.
  void atEndOfTurn(Runnable task);

  /// Schedules on this loop, from any thread.
  @Override
  Timer schedule(long delayMillis, Runnable task);
}
