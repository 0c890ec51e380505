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
        "20714 | behind a damaged batch, a bit flips in the next one's base offset",
        "23709 | the same in the middle of a rolled segment",
        "21165 | nothing but headers is looked at, and a torn one counts too few records",
        "24654 | the same in front of the last batch of a segment",
        "28409 | a producer snapshot tells of batches that went with the power",
        "20523 | a forgotten producer begins again, and an older snapshot remembers it",
        "37862 | the power fails, and parts of a write that was withdrawn are back",
        "7927617657944313796 | behind much damage, a bit flips in the first base offset that"
            + " counts",
        "7291864428503862609 | a search by timestamp passes damage that nobody has met yet",
        "-8764179450738684651 | a whole segment goes with the power, and a snapshot tells of its"
            + " batches",
        "94595 | all records of a producer are deleted, and it sends them again",
      })
  void goesWell(long seed, String story) {
    assertTrue(LogSimulation.run(seed).restarts() > 0, story);
  }
}
