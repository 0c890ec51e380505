package io.tidepost.broker.storage;

import io.tidepost.broker.metric.LatencyCounts;
import io.tidepost.broker.net.Loop;
import io.tidepost.log.LogWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes the appends of one disk durable, group by group: while it syncs, the owner loops gather
/// what is written meanwhile, and hand in one batch each as soon as their last one is done. Its
/// thread is started with the first batch; helpers come when several files wait, and go again.
final class Syncer implements AutoCloseable {

  /// Most syncs at the same time.
  private static final int THREADS_MAX = 8;

  private static final long KEEP_SECONDS = 10;

  /// What one loop wants synced. `done` runs on the loop with one failure per work.
  record Batch(Loop loop, List<LogWork> works, Completion completion) {}

  /// Told on the loop when a batch is synced.
  interface Completion {
    /// @param failures per work, in their order; `null` where it succeeded
    void synced(List<LogWork> works, @Nullable IOException[] failures);
  }

  private final String name;
  private final LinkedBlockingQueue<Batch> queue = new LinkedBlockingQueue<>();
  private final ThreadPoolExecutor helpers;
  private final LatencyCounts times = new LatencyCounts();
  private @Nullable Thread thread;
  private volatile boolean closed;

  /// @param name of the disk, for the thread's name
  Syncer(String name) {
    this.name = name;
    this.helpers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread helper = new Thread(task, "tidepost-sync-" + name + "-helper");
              helper.setDaemon(true);
              return helper;
            });
  }

  /// How long the rounds took in which everything that waited was synced.
  LatencyCounts times() {
    return times;
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
        sync(batches);
        batches.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Syncs of several files at the same time cost a file system with a journal hardly more than
  /// one.
  private void sync(List<Batch> batches) throws InterruptedException {
    long began = System.nanoTime();
    SyncRound round = new SyncRound(batches);
    int helping = Math.min(round.size(), THREADS_MAX) - 1;
    CountDownLatch helped = new CountDownLatch(Math.max(0, helping));
    for (int i = 0; i < helping; i++) {
      helpers.execute(() -> {
        try {
          round.work();
        } finally {
          helped.countDown();
        }
      });
    }
    round.work();
    helped.await();
    times.record(System.nanoTime() - began);
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
