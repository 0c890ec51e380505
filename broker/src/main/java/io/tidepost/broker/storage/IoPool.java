package io.tidepost.broker.storage;

import io.tidepost.broker.Log;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The few threads that may block on files: opening and closing logs, segment rolls, deletes,
/// checkpoints. Threads are started when there is work and end when there is none. Any thread.
public final class IoPool implements AutoCloseable {

  private static final Log LOG = Log.of(IoPool.class);
  private static final long KEEP_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  /// @param threadsMax the most threads, at least 1
  public IoPool(int threadsMax) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threadsMax,
            threadsMax,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "tidepost-io-" + number.getAndIncrement()));
    executor.allowCoreThreadTimeOut(true);
  }

  /// Runs `task` soon. After [#close] it is dropped.
  public void execute(Runnable task) {
    if (executor.isShutdown()) {
      return;
    }
    executor.execute(() -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a task of the I/O pool failed", e);
      }
    });
  }

  /// Finishes what is queued. Blocks for some seconds at most.
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(KEEP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("file work was still under way after {} s, leaving it", KEEP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
