package io.tidepost.sim.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lives of a log that once went wrong.
final class StoriesTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "4119 | the power fails behind a clean stop, and an older time index looks plausible",
      })
  void goesWell(long seed, String story) {
    assertTrue(LogSimulation.run(seed).restarts() > 0, story);
  }
}
