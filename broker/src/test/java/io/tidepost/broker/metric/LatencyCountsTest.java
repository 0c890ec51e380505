package io.tidepost.broker.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyCountsTest {

  @Test
  void everyTimeHasAClassThatEndsRightAboveIt() {
    long before = 0;
    for (long micros = 0; micros < 1L << 40; micros = micros * 9 / 8 + 1) {
      long bounded = Math.min(micros, (1L << 37) - 1);
      long end = LatencyCounts.endOf(LatencyCounts.classOf(bounded));
      assertTrue(end > bounded, bounded + " in a class that ends at " + end);
      assertTrue(end <= bounded + bounded / 8 + 1, bounded + " in a class that ends at " + end);
      assertTrue(end >= before, "classes are in order");
      before = end;
    }
  }

  @Test
  void classesMeet() {
    for (int number = 1; number < LatencyCounts.CLASSES; number++) {
      assertEquals(number, LatencyCounts.classOf(LatencyCounts.endOf(number - 1)));
    }
  }

  @Test
  void quantilesAreThoseOfWhatWasRecorded() {
    LatencyCounts counts = new LatencyCounts();
    for (int i = 1; i <= 1000; i++) {
      counts.record(TimeUnit.MICROSECONDS.toNanos(i));
    }
    Latencies all = new Latencies();
    counts.addTo(all);
    assertEquals(1000, all.count());
    assertEquals(0.5005, all.sumSeconds(), 1e-9);
    assertEquals(500e-6, all.quantileSeconds(0.5), 500e-6 / 8);
    assertEquals(990e-6, all.quantileSeconds(0.99), 990e-6 / 8);
  }

  @Test
  void aLaterMomentKnowsWhatCameSince() {
    LatencyCounts counts = new LatencyCounts();
    counts.record(TimeUnit.SECONDS.toNanos(100));
    Latencies before = new Latencies();
    counts.addTo(before);
    counts.record(TimeUnit.MILLISECONDS.toNanos(1));
    Latencies now = new Latencies();
    counts.addTo(now);
    Latencies since = now.since(before);
    assertEquals(1, since.count());
    assertEquals(0.001, since.quantileSeconds(1), 0.001 / 8 + 1e-6);
    assertEquals(0, since.since(since).quantileSeconds(0.5));
  }

  @Test
  void whatCannotBeIsNothing() {
    LatencyCounts counts = new LatencyCounts();
    counts.record(-5);
    counts.record(Long.MAX_VALUE);
    Latencies all = new Latencies();
    counts.addTo(all);
    assertEquals(2, all.count());
  }
}
