package io.tidepost.broker.storage;

import io.tidepost.broker.Log;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.LogWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Makes the appends of one disk durable, group by group: while it syncs, the owner loops gather
/// what is written meanwhile, and hand in one batch each as soon as their last one is done. Its
/// thread is started with the first batch.
final class Syncer implements AutoCloseable {

  private static final Log LOG = Log.of(Syncer.class);

  /// What one loop wants synced. `done` runs on the loop with one failure per work.
  record Batch(Loop loop, List<LogWork> works, Completion completion) {}

  /// Told on the loop when a batch is synced.
  interface Completion {
    /// @param failures per work, in their order; `null` where it succeeded
    void synced(List<LogWork> works, @Nullable IOException[] failures);
  }

  private final String name;
  private final LinkedBlockingQueue<Batch> queue = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;
  private volatile boolean closed;

  /// @param name of the disk, for the thread's name
  Syncer(String name) {
    this.name = name;
  }

  /// Takes a batch. Any thread.
  void submit(Batch batch) {
    queue.add(batch);
    if (thread == null) {
      start();
    }
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      Thread fresh = new Thread(this::run, "tidepost-sync-" + name);
      fresh.setDaemon(true);
      fresh.start();
      thread = fresh;
    }
  }

  private void run() {
    List<Batch> batches = new ArrayList<>();
    try {
      while (!closed || !queue.isEmpty()) {
        batches.add(queue.take());
        queue.drainTo(batches);
        batches.forEach(Syncer::sync);
        batches.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sync(Batch batch) {
    @Nullable IOException[] failures = new IOException[batch.works.size()];
    for (int i = 0; i < failures.length; i++) {
      try {
        batch.works.get(i).run();
      } catch (IOException e) {
        failures[i] = e;
      } catch (RuntimeException e) {
        LOG.error("a sync failed", e);
        failures[i] = new IOException("a sync failed: " + e.getMessage(), e);
      }
    }
    batch.loop.execute(() -> batch.completion.synced(batch.works, failures));
  }

  /// Ends the thread once its queue is empty.
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
