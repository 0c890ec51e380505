package io.tidepost.broker.server;

import io.tidepost.broker.net.Loops;
import java.util.concurrent.CountDownLatch;

/// Event loops that stand still until they are let go.
final class Pause {

  private Pause() {}

  /// Stops all of `loops` and waits until they stand.
  ///
  /// @return lets them go on
  static Runnable of(Loops loops) {
    CountDownLatch standing = new CountDownLatch(loops.size());
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < loops.size(); i++) {
      loops
          .get(i)
          .execute(() -> {
            standing.countDown();
            await(end);
          });
    }
    await(standing);
    return end::countDown;
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
