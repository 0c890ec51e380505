package io.tidepost.sim.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void promisesHold(long firstSeed) {
    run(firstSeed);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("wide")
  void promisesHoldForLong(long firstSeed) {
    run(firstSeed);
  }

  private static void run(long firstSeed) {
    int restarts = 0;
    int compactions = 0;
    for (long seed = firstSeed; seed < firstSeed + SEEDS_PER_RUN; seed++) {
      CompactionSimulation.Report report = CompactionSimulation.run(seed);
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
