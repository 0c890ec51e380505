package io.tidepost.sim.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidepost.sim.log.MutatingLoader;
import io.tidepost.sim.log.Mutation;
import io.tidepost.sim.log.SimulationFailure;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulation would notice: rules of transactions are broken one at a time, and some seed has
/// to object.
final class BrokenTransactionRulesTest {

  private static final int SEEDS = 500;
  private static final String COORDINATOR = "io.tidepost.coordinator.transaction.";

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "takes transactional batches without asking the coordinator",
            0,
            List.of(
                Mutation.returns("io.tidepost.replica.TransactionGate", "isDecidedByLog", true))),
        new Mutation(
            "forgets at a restart which transactions are still being ended",
            0,
            List.of(
                Mutation.doesNothing(COORDINATOR + "TransactionCoordinatorShard", "orderMarkers"))),
        new Mutation(
            "lets transactions stay open for ever",
            0,
            List.of(Mutation.returns(COORDINATOR + "TransactionMetadata", "isTimedOut", false))),
        new Mutation(
            "takes batches of fenced producers",
            0,
            List.of(
                Mutation.returnsNull("io.tidepost.log.producer.ProducerStates", "check"),
                Mutation.returns("io.tidepost.replica.TransactionGate", "isDecidedByLog", true))),
        new Mutation(
            "shows what is not decided",
            0,
            List.of(
                Mutation.returns(
                    "io.tidepost.log.producer.ProducerStates", "firstUnstableOffset", -1L))));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(TransactionSimulation.class.getName()).getMethod("run", long.class);
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
    fail("a node that " + mutation + " passes " + SEEDS + " seeds");
  }
}
