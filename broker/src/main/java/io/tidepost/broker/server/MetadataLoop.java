package io.tidepost.broker.server;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The one thread on which the controller decides. It ends when there is nothing to decide for a
/// while, and starts again when there is.
final class MetadataLoop implements Executor, AutoCloseable {

  private static final long KEEP_SECONDS = 30;

  private final ThreadPoolExecutor executor;

  MetadataLoop() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "tidepost-metadata"));
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    if (!executor.isShutdown()) {
      executor.execute(task);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
