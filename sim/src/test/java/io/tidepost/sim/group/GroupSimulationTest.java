package io.tidepost.sim.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Hundreds of lives of a node with groups of every kind. A failure names its seed.
final class GroupSimulationTest {

  private static final int SEEDS_PER_RUN = 40;

  static LongStream everyday() {
    return LongStream.range(0, 4).map(run -> run * SEEDS_PER_RUN);
  }

  static LongStream wide() {
    return LongStream.range(4, 500).map(run -> run * SEEDS_PER_RUN);
  }

  @ParameterizedTest
  @MethodSource("everyday")
  void groupsKeepTheirPromises(long firstSeed) {
    run(firstSeed);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("wide")
  void groupsKeepTheirPromisesForLong(long firstSeed) {
    run(firstSeed);
  }

  private static void run(long firstSeed) {
    int restarts = 0;
    int granted = 0;
    int processed = 0;
    for (long seed = firstSeed; seed < firstSeed + SEEDS_PER_RUN; seed++) {
      GroupSimulation.Report report = GroupSimulation.run(seed);
      restarts += report.restarts();
      granted += report.granted();
      processed += report.processed();
    }
    assertTrue(restarts > 2 * SEEDS_PER_RUN, "the node hardly dies: " + restarts);
    assertTrue(granted > 10 * SEEDS_PER_RUN, "hardly anybody gets anything: " + granted);
    assertTrue(processed > 5 * SEEDS_PER_RUN, "hardly anything is processed: " + processed);
  }

  @Test
  void sameSeedSameTrace() {
    for (long seed = 0; seed < 20; seed++) {
      assertEquals(
          GroupSimulation.run(seed).fingerprint(), GroupSimulation.run(seed).fingerprint());
    }
  }
}
