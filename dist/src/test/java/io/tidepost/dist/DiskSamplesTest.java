package io.tidepost.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiskSamplesTest {

  private static final long MINUTE = 60_000;

  @Test
  void aDiskThatFillsUpSaysWhenItIsFull() {
    DiskSamples samples = new DiskSamples();
    for (int minute = 0; minute <= 60; minute++) {
      samples.add("/d", minute * MINUTE, 10_000 - minute * 10L);
    }
    // 600 an hour, 9,400 are left.
    DiskSamples.Pace pace = samples.pace("/d");
    assertEquals(600, pace.used());
    assertEquals(940 * MINUTE, pace.fullMillis());
  }

  @Test
  void oneThatEmptiesOrWasJustSeenSaysNothing() {
    DiskSamples samples = new DiskSamples();
    samples.add("/new", 0, 10_000);
    samples.add("/new", MINUTE, 9_000);
    assertEquals(-1, samples.pace("/new").fullMillis());
    samples.add("/empties", 0, 10_000);
    samples.add("/empties", 10 * MINUTE, 11_000);
    assertEquals(-6_000, samples.pace("/empties").used());
    assertEquals(-1, samples.pace("/empties").fullMillis());
    assertEquals(-1, samples.pace("/unknown").fullMillis());
  }

  @Test
  void aDayIsRemembered() {
    DiskSamples samples = new DiskSamples();
    for (int minute = 0; minute < 3_000; minute++) {
      samples.add("/d", minute * MINUTE, 1_000_000 - minute);
    }
    assertEquals(1_439 * MINUTE, samples.pace("/d").watchedMillis());
  }
}
