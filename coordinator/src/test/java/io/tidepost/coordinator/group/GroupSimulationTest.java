package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupSimulationTest {

  static LongStream seeds() {
    return LongStream.range(0, 120);
  }

  static LongStream manySeeds() {
    return LongStream.range(1000, 20_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsItsPromises(long seed) {
    new GroupSimulation(seed).run(800);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("manySeeds")
  void keepsItsPromisesForLong(long seed) {
    new GroupSimulation(seed).run(1000);
  }

  @Test
  void oneSeedIsOneCourseOfEvents() {
    GroupSimulation first = new GroupSimulation(7);
    GroupSimulation second = new GroupSimulation(7);
    first.run(800);
    second.run(800);
    assertEquals(first.trace, second.trace);
  }

  /// The simulation would be worth nothing if its members never got to work.
  @Test
  void membersGetToWork() {
    long assigned = 0;
    long committed = 0;
    for (long seed = 0; seed < 20; seed++) {
      GroupSimulation simulation = new GroupSimulation(seed);
      simulation.run(800);
      assigned += simulation.trace.stream().filter(line -> line.contains(" has ")).count();
      committed += simulation.trace.stream().filter(line -> line.startsWith("committed")).count();
    }
    assertTrue(assigned > 150, assigned + " assignments");
    assertTrue(committed > 500, committed + " commits");
  }
}
