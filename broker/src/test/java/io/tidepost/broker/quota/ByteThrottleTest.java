package io.tidepost.broker.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteThrottleTest {

  private final ByteThrottle throttle = new ByteThrottle(11, 1_000);

  @Test
  void whoStaysBelowTheBoundNeverWaits() {
    for (long now = 0; now < 60_000; now += 100) {
      throttle.passed(10, now);
      assertEquals(0, throttle.pauseMillis(101, now));
    }
  }

  @Test
  void whoIsAboveItWaitsUntilTheRateIsDown() {
    throttle.passed(3_000, 0);
    long now = 0;
    long pause;
    while ((pause = throttle.pauseMillis(100, now)) > 0) {
      assertTrue(pause <= 1_000, "the bound may be raised meanwhile");
      now += pause;
    }
    assertTrue(now >= 10_000, "3,000 bytes at 100 a second, less what fades: " + now);
    assertTrue(now <= 30_000, "it ends: " + now);
  }

  @Test
  void withABoundOfZeroNothingPasses() {
    assertTrue(throttle.pauseMillis(0, 0) > 0);
  }
}
