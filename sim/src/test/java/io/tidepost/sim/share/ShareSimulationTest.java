package io.tidepost.sim.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.sim.world.SeededRandomness;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Thousands of lives of a queue. A failure names its seed.
final class ShareSimulationTest {

  private static final int SEEDS_PER_RUN = 200;

  static LongStream everyday() {
    return LongStream.range(0, 10).map(run -> run * SEEDS_PER_RUN);
  }

  static LongStream wide() {
    return LongStream.range(10, 500).map(run -> run * SEEDS_PER_RUN);
  }

  @ParameterizedTest
  @MethodSource("everyday")
  void promisesHold(long firstNumber) {
    run(firstNumber);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("wide")
  void promisesHoldForLong(long firstNumber) {
    run(firstNumber);
  }

  private static void run(long firstNumber) {
    long delivered = 0;
    long crashes = 0;
    long letters = 0;
    for (long number = firstNumber; number < firstNumber + SEEDS_PER_RUN; number++) {
      ShareSimulation.Report report = ShareSimulation.run(SeededRandomness.seed(number));
      delivered += report.delivered();
      crashes += report.crashes();
      letters += report.letters();
    }
    assertTrue(delivered > 100 * SEEDS_PER_RUN, "hardly anything is delivered: " + delivered);
    assertTrue(crashes > 2 * SEEDS_PER_RUN, "hardly anything crashes: " + crashes);
    assertTrue(letters > SEEDS_PER_RUN, "hardly anything is given up: " + letters);
  }

  @Test
  void sameSeedSameCourse() {
    for (long seed = 0; seed < 50; seed++) {
      assertEquals(ShareSimulation.run(seed), ShareSimulation.run(seed));
    }
  }
}
