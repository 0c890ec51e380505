package io.tidepost.broker.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.stats.Rate;
import org.junit.jupiter.api.Test;

class WindowedRateTest {

  /// Kafka's `Rate` and the pause that its broker derives from it, on the same amounts.
  @Test
  void pausesAsLongAsKafkaDoes() {
    int pauses = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int windows = 2 + random.nextInt(11);
      long size = 1000L * (1 + random.nextInt(3));
      var config = new MetricConfig().samples(windows).timeWindow(size, TimeUnit.MILLISECONDS);
      Rate rate = new Rate();
      long now = 1_000_000;
      double bound = 1 + random.nextInt(2000);
      WindowedRate ours = new WindowedRate(windows, size);
      for (int i = 0; i < 200; i++) {
        now += random.nextInt(random.nextInt(20) == 0 ? 30_000 : 700);
        double amount = random.nextInt(3000);
        rate.record(config, amount, now);
        ours.add(amount, now);
        double value = rate.measure(config, now);
        long expected =
            value <= bound ? 0 : Math.round((value - bound) / bound * rate.windowSize(config, now));
        assertEquals(expected, ours.pauseFor(bound, now), 1, "seed " + seed + ", step " + i);
        pauses += expected > 0 ? 1 : 0;
      }
    }
    assertTrue(pauses > 1000);
  }
}
