package io.tidepost.broker.security;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs the steps of authentication that block or take long: hashing of passwords, keys from a
/// server, plugins. Few threads and a bounded queue, so that guessing passwords does not take the
/// machine from clients that are in. The threads end when there is nothing to do.
final class AuthenticationPool implements Executor, AutoCloseable {

  private static final int THREADS = 2;
  private static final int WAITING_MAX = 1024;
  private static final int KEEP_SECONDS = 10;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          KEEP_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING_MAX),
          task -> Thread.ofPlatform().name("tidepost-authentication").daemon().unstarted(task));

  AuthenticationPool() {
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
