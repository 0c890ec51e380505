package io.tidepost.sim.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulation would notice: rules of the log are broken one at a time, in its class files as
/// they are loaded, and some seed has to object.
final class BrokenRulesTest {

  private static final int SEEDS = 3000;

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "acknowledges without syncing the segment",
            0,
            List.of(Mutation.dropCalls("io.tidepost.log.LogSync", "run", "DiskFile", "sync"))),
        new Mutation(
            "acknowledges without syncing the directory",
            0,
            List.of(Mutation.dropCalls("io.tidepost.log.LogSync", "run", "Disk", "syncDirectory"))),
        new Mutation(
            "does not look at checksums",
            0,
            List.of(
                Mutation.returns("io.tidepost.log.segment.BatchScanner", "checksumMatches", true))),
        new Mutation(
            "believes the page cache after an unclean stop",
            0,
            List.of(Mutation.doesNothing("io.tidepost.log.LogScan", "markUnsynced"))),
        new Mutation(
            "believes derived files whatever their checksums say",
            1000,
            List.of(Mutation.returns("io.tidepost.log.checkpoint.Checksum", "of", 0L))),
        new Mutation(
            "does not check sequences",
            0,
            List.of(
                Mutation.returnsNull("io.tidepost.log.producer.ProducerStates", "duplicate"),
                Mutation.returnsNull("io.tidepost.log.producer.ProducerStates", "checkSequence"))),
        new Mutation(
            "leaves a failed write in the log",
            0,
            List.of(Mutation.doesNothing("io.tidepost.log.LogAppender", "cutBack"))),
        new Mutation(
            "believes any base offset behind damage",
            20714,
            List.of(
                Mutation.returns("io.tidepost.log.segment.BatchScanner", "claimedOffsetAt", -1L))));
  }

  static Stream<Mutation> compactions() {
    String log = "io.tidepost.log.";
    return Stream.of(
        new Mutation(
            "swaps a copy in without syncing it",
            0,
            List.of(
                Mutation.dropCalls(
                    log + "compaction.CleanedSegment", "commit", "DiskFile", "sync"))),
        new Mutation(
            "lets old segments come back beside the copy",
            0,
            List.of(Mutation.doesNothing(log + "LogCompaction", "settle"))),
        new Mutation(
            "forgets producers",
            0,
            List.of(Mutation.returns(log + "compaction.BatchCleaner", "isLastOfProducer", false))),
        new Mutation(
            "takes aborted records for the newest",
            0,
            List.of(Mutation.returns(log + "compaction.CleanedTransactions", "data", false))),
        new Mutation(
            "drops markers of transactions that are still there",
            0,
            List.of(Mutation.returns(log + "compaction.CleanedTransactions", "control", true))),
        new Mutation(
            "finds every key's last offset at 0",
            0,
            List.of(Mutation.returns(log + "compaction.OffsetMap", "get", 0L))),
        new Mutation(
            "does not wait with tombstones",
            0,
            List.of(Mutation.returns(log + "compaction.BatchCleaner", "horizon", 0L))));
  }

  @ParameterizedTest
  @MethodSource("compactions")
  void isNoticedInCompactedLogs(Mutation mutation) throws ReflectiveOperationException {
    isNoticed(mutation, CompactionSimulation.class);
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    isNoticed(mutation, LogSimulation.class);
  }

  private static void isNoticed(Mutation mutation, Class<?> simulation)
      throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(simulation.getName()).getMethod("run", long.class);
    for (long seed = mutation.firstSeed(); seed < mutation.firstSeed() + SEEDS; seed++) {
      try {
        run.invoke(null, seed);
      } catch (InvocationTargetException e) {
        // The mutated world has its own classes.
        assertEquals(
            SimulationFailure.class.getName(),
            Objects.requireNonNull(e.getCause()).getClass().getName(),
            e::toString);
        assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
        return;
      }
    }
    assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
    fail("a log that " + mutation + " passes " + SEEDS + " seeds");
  }
}
