package io.tidepost.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SilencesTest {

  private static final long MILLI = 1_000_000;

  private final Silences silences = new Silences(2, 0);

  private void acknowledged(int partition, long... millis) {
    for (long at : millis) {
      silences.acknowledged(partition, at * MILLI);
    }
  }

  private String longest(long from, long to) {
    Silences.Silence longest = silences.longest(from * MILLI, to * MILLI);
    return longest.millis() + " ms of " + longest.partition();
  }

  @Test
  void theLongestThatTouchesATimeCounts() {
    acknowledged(0, 10, 20, 500, 510, 1000);
    acknowledged(1, 10, 400, 790, 1000);
    assertEquals("480 ms of 0", longest(0, 505));
    assertEquals("490 ms of 0", longest(505, 1000));
    assertEquals("390 ms of 1", longest(501, 509));
  }

  @Test
  void oneThatGoesOnEndsWithTheTime() {
    acknowledged(0, 10, 900);
    acknowledged(1, 10);
    assertEquals("990 ms of 1", longest(950, 1000));
  }
}
