package io.tidepost.sim.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.sim.world.SeededRandomness;
import io.tidepost.sim.world.Survival;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A crash at any point of a move leaves one whole copy.
final class MoveSimulationTest {

  private static final int EVERYDAY = 20;
  private static final int WIDE = 1000;

  @Test
  void theProcessMayDieAnywhere() {
    assertTrue(MoveSimulation.everyCrashPoint(1, null) > 60);
  }

  @ParameterizedTest
  @EnumSource
  void thePowerMayFailAnywhere(Survival survival) {
    run(survival, 0, EVERYDAY);
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource
  void thePowerMayFailAnywhereForLong(Survival survival) {
    run(survival, EVERYDAY, WIDE);
  }

  private static void run(Survival survival, int from, int to) {
    for (int number = from; number < to; number++) {
      int points = MoveSimulation.everyCrashPoint(SeededRandomness.seed(number), survival);
      assertTrue(points > 60, "the move crashes hardly anywhere");
    }
  }
}
