package io.tidepost.sim.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Hundreds of lives of a node with transactions. A failure names its seed.
final class TransactionSimulationTest {

  private static final int SEEDS_PER_RUN = 50;

  static LongStream everyday() {
    return LongStream.range(0, 8).map(run -> run * SEEDS_PER_RUN);
  }

  static LongStream wide() {
    return LongStream.range(8, 400).map(run -> run * SEEDS_PER_RUN);
  }

  @ParameterizedTest
  @MethodSource("everyday")
  void transactionsAreWholeOrNotThere(long firstSeed) {
    run(firstSeed);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("wide")
  void transactionsAreWholeOrNotThereForLong(long firstSeed) {
    run(firstSeed);
  }

  /// The record that completes a transaction took so long that its markers were written once more,
  /// into the producer's next transaction, whose commit was acknowledged.
  @Test
  void aSlowWriteRepeatsNoMarkers() {
    assertTrue(TransactionSimulation.run(1_016_336).committed() > 0);
  }

  private static void run(long firstSeed) {
    int restarts = 0;
    int committed = 0;
    for (long seed = firstSeed; seed < firstSeed + SEEDS_PER_RUN; seed++) {
      TransactionSimulation.Report report = TransactionSimulation.run(seed);
      restarts += report.restarts();
      committed += report.committed();
    }
    assertTrue(restarts > 3 * SEEDS_PER_RUN, "the simulation hardly restarts anything");
    assertTrue(committed > 5 * SEEDS_PER_RUN, "the simulation hardly commits anything");
  }

  @Test
  void sameSeedSameTrace() {
    for (long seed = 0; seed < 20; seed++) {
      assertEquals(
          TransactionSimulation.run(seed).fingerprint(),
          TransactionSimulation.run(seed).fingerprint());
    }
  }
}
