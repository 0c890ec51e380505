package io.tidepost.monitor.figures;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for what loops answer; one that does not within this time is gone without.
final class Waiting {

  private static final long SECONDS_MAX = 5;

  private Waiting() {}

  static void await(CountDownLatch latch) {
    try {
      boolean done = latch.await(SECONDS_MAX, TimeUnit.SECONDS);
      if (!done) {
        throw new IllegalStateException(
            "an event loop did not answer within " + SECONDS_MAX + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("an event loop did not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
