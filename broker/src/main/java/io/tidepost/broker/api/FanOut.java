package io.tidepost.broker.api;

import io.tidepost.broker.Log;
import io.tidepost.broker.storage.HostedPartition;
import java.util.concurrent.atomic.AtomicInteger;

/// Does something on the owner loops of several partitions and then one thing when all are done.
final class FanOut {

  private static final Log LOG = Log.of(FanOut.class);

  private final AtomicInteger open = new AtomicInteger(1);
  private final Runnable done;

  /// @param done runs once, on the loop that was last
  FanOut(Runnable done) {
    this.done = done;
  }

  /// Runs `task` on the partition's owner loop.
  void on(HostedPartition partition, Runnable task) {
    open.incrementAndGet();
    partition
        .loop()
        .run(() -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.error("{}: a request failed", partition, e);
          } finally {
            step();
          }
        });
  }

  /// One more thing is awaited that calls [#step] itself.
  void expect() {
    open.incrementAndGet();
  }

  /// Something is done. Called once more at the end, when everything was started.
  void step() {
    if (open.decrementAndGet() == 0) {
      done.run();
    }
  }
}
