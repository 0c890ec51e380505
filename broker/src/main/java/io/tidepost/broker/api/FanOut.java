package io.tidepost.broker.api;

import io.tidepost.broker.Log;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.LogWork;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    onceNothingIsLeft(partition, () -> null, task);
  }

  /// Runs `task` on the partition's owner loop, once nothing is left that has to be done on the I/O
  /// pool before it.
  ///
  /// @param works asked on the owner loop, again and again; `null` when nothing is left
  void onceNothingIsLeft(
      HostedPartition partition, Supplier<@Nullable LogWork> works, Runnable task) {
    open.incrementAndGet();
    partition.loop().run(() -> goOn(partition, works, task));
  }

  private void goOn(HostedPartition partition, Supplier<@Nullable LogWork> works, Runnable task) {
    boolean later = false;
    try {
      LogWork work = works.get();
      if (work != null) {
        later = true;
        partition.runWork(work, () -> goOn(partition, works, task));
      } else {
        task.run();
      }
    } catch (RuntimeException e) {
      LOG.error("{}: a request failed", partition, e);
    } finally {
      if (!later) {
        step();
      }
    }
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
