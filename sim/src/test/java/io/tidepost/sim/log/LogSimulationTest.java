package io.tidepost.sim.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.sim.world.SeededRandomness;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Thousands of lives of a log. A failure names its seed.
final class LogSimulationTest {

  private static final int SEEDS_PER_RUN = 100;

  static LongStream everyday() {
    return LongStream.range(0, 20).map(run -> run * SEEDS_PER_RUN);
  }

  static LongStream wide() {
    return LongStream.range(20, 1000).map(run -> run * SEEDS_PER_RUN);
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
    int restarts = 0;
    int acknowledged = 0;
    for (long number = firstNumber; number < firstNumber + SEEDS_PER_RUN; number++) {
      LogSimulation.Report report = LogSimulation.run(SeededRandomness.seed(number));
      restarts += report.restarts();
      acknowledged += report.acknowledgedBatches();
    }
    assertTrue(restarts > 2 * SEEDS_PER_RUN, "the simulation hardly restarts anything");
    assertTrue(acknowledged > 10 * SEEDS_PER_RUN, "the simulation hardly acknowledges anything");
  }

  @Test
  void sameSeedSameTrace() {
    for (long seed = 0; seed < 50; seed++) {
      assertEquals(LogSimulation.run(seed).fingerprint(), LogSimulation.run(seed).fingerprint());
    }
  }
}
