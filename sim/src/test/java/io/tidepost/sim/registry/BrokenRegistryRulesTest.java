package io.tidepost.sim.registry;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidepost.sim.log.MutatingLoader;
import io.tidepost.sim.log.Mutation;
import io.tidepost.sim.log.SimulationFailure;
import java.lang.reflect.InvocationTargetException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulation would notice: rules are switched off one at a time, those of the registry in
/// their class files as they are loaded, and some seed has to object.
final class BrokenRegistryRulesTest {

  private static final int SEEDS = 200;
  private static final String REGISTRY = "io.tidepost.registry.";

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "does not see what is written with it",
            0,
            List.of(Mutation.doesNothing(REGISTRY + "store.PendingState", "apply"))),
        new Mutation(
            "forgets the ids of what was erased",
            80,
            List.of(Mutation.doesNothing(REGISTRY + "store.RegistryState", "keep"))),
        new Mutation(
            "gives the same schema another id",
            0,
            List.of(Mutation.returns(REGISTRY + "store.RegistryImage", "idOf", false))),
        new Mutation(
            "registers what is there once more",
            0,
            List.of(Mutation.returnsNull(REGISTRY + "decide.RegisterSchema", "known"))),
        new Mutation(
            "keeps what was erased until it starts again",
            0,
            List.of(Mutation.doesNothing(REGISTRY + "store.RegistryState", "erase"))),
        new Mutation(
            "erases versions that are not deleted",
            0,
            List.of(Mutation.returns(REGISTRY + "store.StoredSchema", "deleted", true))));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(RegistrySimulation.class.getName()).getMethod("run", long.class);
    for (long seed = mutation.firstSeed(); seed < mutation.firstSeed() + SEEDS; seed++) {
      try {
        run.invoke(null, seed);
      } catch (InvocationTargetException e) {
        assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
        return;
      }
    }
    assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
    fail("a registry that " + mutation + " passes " + SEEDS + " seeds");
  }

  @ParameterizedTest
  @EnumSource
  void isNoticed(RegistryRule rule) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        RegistrySimulation.run(seed, EnumSet.of(rule));
      } catch (SimulationFailure e) {
        return;
      }
    }
    fail(rule + " is not missed in " + SEEDS + " seeds");
  }
}
