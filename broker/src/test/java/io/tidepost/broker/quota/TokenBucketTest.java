package io.tidepost.broker.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Quota;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  /// Kafka's bucket and the pause that its controller derives from it, on the same amounts.
  @Test
  void pausesAsLongAsKafkaDoes() {
    int pauses = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int windows = 1 + random.nextInt(12);
      double rate = 0.1 + random.nextInt(50);
      var config =
          new MetricConfig()
              .samples(windows)
              .timeWindow(1, TimeUnit.SECONDS)
              .quota(Quota.upperBound(rate));
      var theirs = new org.apache.kafka.common.metrics.stats.TokenBucket();
      TokenBucket ours = new TokenBucket(windows);
      long now = 1_000_000_000;
      for (int i = 0; i < 200; i++) {
        now += random.nextInt(random.nextInt(20) == 0 ? 30_000 : 700);
        double tokens = theirs.measure(config, now);
        long expected = tokens < 0 ? Math.round(-tokens / rate * 1000) : 0;
        assertEquals(expected, ours.pauseFor(rate, now), 1, "seed " + seed + ", step " + i);
        pauses += expected > 0 ? 1 : 0;
        int amount = random.nextInt(100);
        theirs.record(config, amount, now);
        ours.take(amount, rate, now);
      }
    }
    assertTrue(pauses > 1000);
  }
}
