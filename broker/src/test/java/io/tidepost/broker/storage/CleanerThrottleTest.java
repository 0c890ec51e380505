package io.tidepost.broker.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// `log.cleaner.io.max.bytes.per.second` over all compactions.
class CleanerThrottleTest {

  private static final long STEP_BYTES_MAX = 100_000;

  @Test
  void neverMoreThanTheLimitAndOneStepOfEach() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      CleanerThrottle throttle = new CleanerThrottle();
      int runs = 1 + random.nextInt(3);
      double rate = 1 + random.nextInt(1_000_000);
      long start = random.nextInt(1_000_000);
      long now = start;
      long moved = 0;
      for (int step = 0; step < 500; step++) {
        now += random.nextInt(50);
        if (throttle.waitMillis(rate, now) > 0) {
          continue;
        }
        for (int run = 0; run < runs; run++) {
          long bytes = random.nextLong(STEP_BYTES_MAX);
          throttle.moved(bytes, rate, now);
          moved += bytes;
        }
        double most = rate * (now - start) / 1000 + STEP_BYTES_MAX * runs;
        assertTrue(moved <= most, "seed " + seed + ": " + moved + " moved, " + most + " allowed");
      }
    }
  }

  @Test
  void theLimitIsUsedUp() {
    CleanerThrottle throttle = new CleanerThrottle();
    long now = 5_000;
    long moved = 0;
    for (int step = 0; step < 100; step++) {
      throttle.moved(1_000, 10_000, now);
      moved += 1_000;
      now += throttle.waitMillis(10_000, now);
      assertEquals(0, throttle.waitMillis(10_000, now));
    }
    assertEquals(moved / 10_000.0, (now - 5_000) / 1000.0, 0.01);
  }

  @Test
  void anotherLimitCountsAtOnce() {
    CleanerThrottle throttle = new CleanerThrottle();
    throttle.moved(1_000_000, 1, 0);
    assertEquals(1_000_000_000, throttle.waitMillis(1, 0));
    assertEquals(1_000, throttle.waitMillis(1_000_000, 0));
    assertEquals(0, throttle.waitMillis(Double.MAX_VALUE, 1));
  }
}
