package io.tidepost.sim.log;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
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
            List.of(Mutation.dropCalls("io.tidepost.log.LogSync", "run", "DiskFile", "sync"))),
        new Mutation(
            "acknowledges without syncing the directory",
            List.of(Mutation.dropCalls("io.tidepost.log.LogSync", "run", "Disk", "syncDirectory"))),
        new Mutation(
            "does not look at checksums",
            List.of(
                Mutation.returns("io.tidepost.log.segment.BatchScanner", "checksumMatches", true))),
        new Mutation(
            "believes the page cache after an unclean stop",
            List.of(Mutation.doesNothing("io.tidepost.log.LogScan", "markUnsynced"))),
        new Mutation(
            "believes an index that leads astray",
            List.of(
                Mutation.returns("io.tidepost.log.LogReader", "misleading", false),
                Mutation.returns("io.tidepost.log.checkpoint.Checksum", "of", 0L))),
        new Mutation(
            "does not check sequences",
            List.of(
                Mutation.returnsNull("io.tidepost.log.producer.ProducerStates", "duplicate"),
                Mutation.returnsNull("io.tidepost.log.producer.ProducerStates", "checkSequence"))),
        new Mutation(
            "calls lost records duplicates",
            List.of(Mutation.returns("io.tidepost.log.LogAppender", "lost", false))),
        new Mutation(
            "leaves a failed write in the log",
            List.of(Mutation.doesNothing("io.tidepost.log.LogAppender", "cutBack"))));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(LogSimulation.class.getName()).getMethod("run", long.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        run.invoke(null, seed);
      } catch (java.lang.reflect.InvocationTargetException e) {
        assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
        return;
      }
    }
    assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
    fail("a log that " + mutation + " passes " + SEEDS + " seeds");
  }
}
