package io.tidepost.sim.share;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidepost.sim.log.MutatingLoader;
import io.tidepost.sim.log.Mutation;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulation would notice: rules of queues are broken one at a time, in their class files as
/// they are loaded, and some seed has to object.
final class BrokenShareRulesTest {

  private static final int SEEDS = 300;
  private static final String SHARE = "io.tidepost.replica.share.";
  private static final String STATE = "io.tidepost.coordinator.share.";

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "hands out what somebody holds",
            0,
            List.of(Mutation.returns(SHARE + "Stretch", "isAvailable", true))),
        new Mutation(
            "believes whoever acknowledges",
            0,
            List.of(Mutation.returns(SHARE + "Stretch", "isHeldBy", true))),
        new Mutation(
            "never ends a lock",
            0,
            List.of(Mutation.doesNothing(SHARE + "SharePartition", "expire"))),
        new Mutation(
            "forgets updates between snapshots",
            0,
            List.of(Mutation.doesNothing(STATE + "ShareCoordinatorShard", "applyUpdate"))),
        new Mutation(
            "forgets dead letters over a crash",
            0,
            List.of(Mutation.doesNothing(SHARE + "SharePartition", "resume"))),
        new Mutation(
            "never stores anything",
            0,
            List.of(
                Mutation.dropCalls(
                    SHARE + "SharePartition", "writeNext", "SharePartitionEffects", "write"))),
        new Mutation(
            "prunes what is needed",
            0,
            List.of(
                Mutation.returns(
                    STATE + "ShareCoordinatorShard", "oldestNeededOffset", 1_000_000L))));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(ShareSimulation.class.getName()).getMethod("run", long.class);
    for (long seed = mutation.firstSeed(); seed < mutation.firstSeed() + SEEDS; seed++) {
      try {
        run.invoke(null, seed);
      } catch (InvocationTargetException e) {
        // The mutated world has its own classes; a rule may be missed inside the core as well.
        Objects.requireNonNull(e.getCause());
        assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
        return;
      }
    }
    assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
    fail("a queue that " + mutation + " passes " + SEEDS + " seeds");
  }
}
