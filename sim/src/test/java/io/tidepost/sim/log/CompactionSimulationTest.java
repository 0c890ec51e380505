package io.tidepost.sim.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.sim.world.SeededRandomness;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Hundreds of lives of a compacted log. A failure names its seed.
final class CompactionSimulationTest {

  private static final int SEEDS_PER_RUN = 100;

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
    int restarts = 0;
    int compactions = 0;
    for (long number = firstNumber; number < firstNumber + SEEDS_PER_RUN; number++) {
      CompactionSimulation.Report report = CompactionSimulation.run(SeededRandomness.seed(number));
      restarts += report.restarts();
      compactions += report.compactions();
    }
    assertTrue(restarts > 2 * SEEDS_PER_RUN, "the simulation hardly restarts anything");
    assertTrue(compactions > SEEDS_PER_RUN, "the simulation hardly compacts anything");
  }

  @Test
  void sameSeedSameTrace() {
    for (long seed = 0; seed < 30; seed++) {
      assertEquals(
          CompactionSimulation.run(seed).fingerprint(),
          CompactionSimulation.run(seed).fingerprint());
    }
  }
}
