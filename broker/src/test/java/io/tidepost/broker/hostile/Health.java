package io.tidepost.broker.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.server.TestNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a node looked like before an attack, to compare with afterwards.
final class Health {

  /// What caches and the groups of attackers may have grown by.
  private static final long HEAP_GROWTH_MAX = 48 << 20;

  private static final int THREADS_GROWTH_MAX = 12;

  private final TestNode node;
  private final long heapBefore;
  private final int threadsBefore;

  Health(TestNode node) {
    this.node = node;
    this.heapBefore = heap();
    this.threadsBefore = Thread.activeCount();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// Nothing is held for requests any more, no loop and no pool is stuck, the heap and the number
  /// of threads are about what they were.
  void check() throws InterruptedException {
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() ->
            assertTrue(
                node.server().frameBytes() < 1 << 20,
                () -> node.server().frameBytes() + " bytes are held for requests"));
    var loops = node.server().context().loops();
    var pool = node.server().context().logs().pool();
    var alive = new CountDownLatch(loops.size() + 1);
    for (int i = 0; i < loops.size(); i++) {
      loops.get(i).execute(alive::countDown);
    }
    pool.execute(alive::countDown);
    assertTrue(alive.await(120, TimeUnit.SECONDS), "an event loop or the pool is stuck");
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () -> assertTrue(Thread.activeCount() <= threadsBefore + THREADS_GROWTH_MAX));
    long grown = heap() - heapBefore;
    assertTrue(grown < HEAP_GROWTH_MAX, () -> "the heap has grown by " + grown);
  }
}
