package io.tidepost.sim.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.sim.world.SeededRandomness;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Hundreds of lives of a registry on three nodes. A failure names its seed.
final class RegistrySimulationTest {

  private static final int SEEDS_PER_RUN = 50;

  static LongStream everyday() {
    return LongStream.range(0, 6).map(run -> run * SEEDS_PER_RUN);
  }

  static LongStream wide() {
    return LongStream.range(6, 200).map(run -> run * SEEDS_PER_RUN);
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
    int registered = 0;
    int reads = 0;
    int deaths = 0;
    int fenced = 0;
    int shared = 0;
    for (long number = firstNumber; number < firstNumber + SEEDS_PER_RUN; number++) {
      RegistrySimulation.Report report = RegistrySimulation.run(SeededRandomness.seed(number));
      registered += report.registered();
      reads += report.reads();
      deaths += report.deaths();
      fenced += report.fenced();
      shared += report.shared();
    }
    String all =
        "%d registered, %d reads, %d deaths, %d fenced, %d shared"
            .formatted(registered, reads, deaths, fenced, shared);
    assertTrue(registered > 10 * SEEDS_PER_RUN, all);
    assertTrue(reads > 20 * SEEDS_PER_RUN, all);
    assertTrue(deaths > 2 * SEEDS_PER_RUN, all);
    assertTrue(fenced > 2 * SEEDS_PER_RUN, all);
    assertTrue(shared > SEEDS_PER_RUN / 2, all);
  }

  @Test
  void sameSeedSameCourse() {
    for (long seed = 0; seed < 20; seed++) {
      assertEquals(RegistrySimulation.run(seed), RegistrySimulation.run(seed));
    }
  }
}
