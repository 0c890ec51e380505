package io.tidepost.sim.controller;

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

/// The simulation would notice: rules of the controller are broken one at a time, in their class
/// files as they are loaded, and some seed has to object.
final class BrokenControllerRulesTest {

  private static final int SEEDS = 150;
  private static final String RULES = "io.tidepost.metadata.controller.";

  private static Mutation breaks(String name, Mutation.Change change) {
    return new Mutation(name, 0, List.of(change));
  }

  static Stream<Mutation> mutations() {
    return Stream.of(
        breaks(
            "lets anybody in sync, whatever process it is",
            Mutation.returns(RULES + "AlterPartition", "isEligible", true)),
        breaks(
            "fences without taking anything away",
            Mutation.dropCalls(RULES + "Registrations", "fence", "PartitionChanges", "leave")),
        breaks(
            "forgets a broker and leaves it in sync",
            Mutation.dropCalls(RULES + "UnregisterBroker", "decide", "PartitionChanges", "leave")),
        breaks(
            "lets a new process keep what the old one had",
            Mutation.doesNothing(RULES + "PartitionChanges", "leaveUncleanly")),
        breaks(
            "elects whoever is there",
            Mutation.returns(RULES + "PartitionChange", "isValid", true)),
        breaks(
            "does not remember who was in sync last",
            Mutation.doesNothing(RULES + "PartitionChange", "findEligible")),
        breaks(
            "trusts a disk that was not synced",
            Mutation.returns(RULES + "EffectiveOptions", "isSyncedAcks", true)),
        breaks(
            "keeps replicas eligible under a lower minimum",
            Mutation.doesNothing(RULES + "ElrOptions", "followMinimum")),
        breaks(
            "never completes a move",
            Mutation.doesNothing(RULES + "PartitionChange", "completeReassignment")),
        breaks(
            "goes on from what was never committed",
            Mutation.doesNothing(RULES + "ControllerImages", "discardUncommitted")),
        breaks(
            "acts while another controller does",
            Mutation.doesNothing(RULES + "Controller", "follows")),
        breaks(
            "takes those who answer for silent",
            Mutation.doesNothing(RULES + "BrokerSessions", "answered")),
        breaks(
            "waits for the session of one that does not answer",
            Mutation.returnsNull(RULES + "BrokerSessions", "unresponsive")),
        breaks(
            "takes its own pause for the silence of others",
            Mutation.returns(RULES + "BrokerSessions", "heard", 1_000_000L)),
        breaks(
            "does not take a snapshot in", Mutation.doesNothing(RULES + "Controller", "restored")));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(ControllerSimulation.class.getName()).getMethod("run", long.class);
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
    fail("a controller that " + mutation + " passes " + SEEDS + " seeds");
  }
}
