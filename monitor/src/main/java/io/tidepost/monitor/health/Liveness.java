package io.tidepost.monitor.health;

import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Whether a node's event loops turn: what a restart could mend.
final class Liveness {

  /// How long a loop may take for what it has to do first.
  private static final long TURN_SECONDS_MAX = 10;

  private Liveness() {}

  /// What stands still, one sentence each; empty when the node is alive. Blocks.
  static List<String> missing(Loops loops) throws InterruptedException {
    List<CountDownLatch> turned = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      CountDownLatch latch = new CountDownLatch(1);
      Loop loop = loops.get(i);
      loop.execute(latch::countDown);
      turned.add(latch);
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TURN_SECONDS_MAX);
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < turned.size(); i++) {
      long left = Math.max(0, until - System.nanoTime());
      if (!turned.get(i).await(left, TimeUnit.NANOSECONDS)) {
        missing.add("event loop " + i + " has not turned for " + TURN_SECONDS_MAX + " s");
      }
    }
    return missing;
  }
}
