package io.tidepost.broker.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.world.SystemClock;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.net.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Real event loops and outside threads press for one partition at the same time.
class PartitionLoopThreadsTest {

  private static final int LOOPS = 3;
  private static final int TASKS = 20_000;

  /// Not volatile, and counted up by everybody: a second writer would lose counts.
  private int writes;

  private @Nullable Thread writer;

  @Test
  void thereIsOneWriterAndNothingIsLost() throws InterruptedException {
    AtomicReference<@Nullable String> wrong = new AtomicReference<>();
    try (Loops loops = new Loops(LOOPS)) {
      List<OwnerLoop> all = new ArrayList<>();
      for (int i = 0; i < LOOPS; i++) {
        all.add(new OwnerLoop(loops.get(i), SystemClock.INSTANCE));
      }
      PartitionLoop partition = new PartitionLoop(new OwnerLoops(all, Loops::current), all.get(0));
      CountDownLatch left = new CountDownLatch((LOOPS + 1) * TASKS);
      for (int sender = 0; sender < LOOPS; sender++) {
        int[] seen = new int[1];
        Loop loop = loops.get(sender);
        loop.execute(() -> send(loop, partition, 0, seen, left, wrong));
      }
      int[] seen = new int[1];
      for (int i = 0; i < TASKS; i++) {
        partition.execute(task(i, seen, left, wrong));
      }
      assertTrue(left.await(60, TimeUnit.SECONDS), () -> left.getCount() + " tasks are lost");
    }
    assertEquals(null, wrong.get());
    assertEquals((LOOPS + 1) * TASKS, writes);
  }

  /// Sends some, then ends its turn, and again.
  private void send(
      Loop loop,
      PartitionLoop partition,
      int first,
      int[] seen,
      CountDownLatch left,
      AtomicReference<@Nullable String> wrong) {
    int end = Math.min(TASKS, first + 1 + first % 7);
    for (int i = first; i < end; i++) {
      partition.run(task(i, seen, left, wrong));
    }
    if (end < TASKS) {
      loop.execute(() -> send(loop, partition, end, seen, left, wrong));
    }
  }

  private Runnable task(
      int number, int[] seen, CountDownLatch left, AtomicReference<@Nullable String> wrong) {
    return () -> {
      Thread self = Thread.currentThread();
      if (writer != null) {
        wrong.set("two writers");
      }
      writer = self;
      writes++;
      if (seen[0]++ != number) {
        wrong.set("task " + number + " was done out of order");
      }
      if (writer != self) {
        wrong.set("two writers");
      }
      writer = null;
      left.countDown();
    };
  }
}
