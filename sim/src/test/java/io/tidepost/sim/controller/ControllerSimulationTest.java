package io.tidepost.sim.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Many lives of a cluster's metadata. A failure names its seed.
final class ControllerSimulationTest {

  private static final int SEEDS_PER_RUN = 40;

  static LongStream everyday() {
    return LongStream.range(0, 8).map(run -> run * SEEDS_PER_RUN);
  }

  static LongStream wide() {
    return LongStream.range(8, 1_000).map(run -> run * SEEDS_PER_RUN);
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
    int leads = 0;
    int elections = 0;
    int joined = 0;
    int moves = 0;
    int emptyIsrs = 0;
    for (long seed = firstSeed; seed < firstSeed + SEEDS_PER_RUN; seed++) {
      ControllerSimulation.Report report = ControllerSimulation.run(seed);
      leads += report.leads();
      elections += report.elections();
      joined += report.joined();
      moves += report.moves();
      emptyIsrs += report.emptyIsrs();
    }
    assertTrue(leads > 2 * SEEDS_PER_RUN, "hardly any controller takes over: " + leads);
    assertTrue(elections > 6 * SEEDS_PER_RUN, "hardly any leader is elected: " + elections);
    assertTrue(joined > 3 * SEEDS_PER_RUN, "hardly anybody comes in sync: " + joined);
    assertTrue(moves > SEEDS_PER_RUN / 2, "hardly any move is completed: " + moves);
    assertTrue(emptyIsrs > 4 * SEEDS_PER_RUN, "hardly anybody is eligible only: " + emptyIsrs);
  }

  @Test
  void sameSeedSameCourse() {
    for (long seed = 0; seed < 20; seed++) {
      assertEquals(ControllerSimulation.run(seed), ControllerSimulation.run(seed));
    }
  }
}
