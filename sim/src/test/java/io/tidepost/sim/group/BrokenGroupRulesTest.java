package io.tidepost.sim.group;

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

/// The simulation would notice: rules of groups are broken one at a time, and some seed has to
/// object.
final class BrokenGroupRulesTest {

  private static final int SEEDS = 60;
  private static final String RUNTIME = "io.tidepost.coordinator.runtime.";
  private static final String GROUP = "io.tidepost.coordinator.group.";
  private static final String ERROR = "io.tidepost.wire.ErrorCode";

  private static Mutation.Change allows(String className, String methodName) {
    return Mutation.returnsConstant(className, methodName, ERROR, "NONE");
  }

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "does not wait until partitions are given up",
            0,
            List.of(Mutation.returns(GROUP + "consumer.Reconciliation", "stillHas", false))),
        new Mutation(
            "gives away partitions that others have",
            0,
            List.of(Mutation.returnsNull(GROUP + "consumer.ConsumerGroup", "ownerOf"))),
        new Mutation(
            "takes commits of anybody for a consumer group",
            0,
            List.of(
                allows(GROUP + "consumer.OffsetChecks", "mayCommit"),
                allows(GROUP + "consumer.OffsetChecks", "mayCommitPartition"))),
        new Mutation(
            "takes late commits for partitions that were given up since",
            0,
            List.of(allows(GROUP + "consumer.OffsetChecks", "mayCommitPartition"))),
        new Mutation(
            "does not tell members of the classic protocol to join again",
            0,
            List.of(allows(GROUP + "consumer.ClassicRequests", "heartbeat"))),
        new Mutation(
            "takes commits of any generation of a classic group",
            0,
            List.of(allows(GROUP + "classic.OffsetCommitCheck", "check"))),
        new Mutation(
            "forgets offsets of groups without members before they are due",
            0,
            List.of(Mutation.returns(GROUP + "offset.CommittedOffset", "isExpired", true))),
        new Mutation(
            "forgets offsets that were committed in transactions",
            0,
            List.of(Mutation.doesNothing(GROUP + "offset.OffsetStore", "applyMarker"))),
        new Mutation(
            "answers before anything is on the disk",
            0,
            List.of(
                Mutation.returns("io.tidepost.log.PartitionLog", "syncedOffset", Long.MAX_VALUE))),
        new Mutation(
            "forgets at a restart who is to be watched",
            0,
            List.of(Mutation.doesNothing(GROUP + "consumer.ConsumerGroups", "loaded"))),
        new Mutation(
            "passes over tombstones while it loads",
            0,
            List.of(Mutation.doesNothing(GROUP + "consumer.ConsumerGroups", "applyEpoch"))),
        new Mutation(
            "takes members back that were thrown out and have not noticed",
            0,
            List.of(Mutation.returns(GROUP + "consumer.ClassicJoin", "wasRemoved", false))),
        new Mutation(
            "lets a task run twice",
            0,
            List.of(Mutation.returns(GROUP + "streams.StreamsGroup", "isActiveSomewhere", false))),
        new Mutation(
            "lets a process have two copies of a task",
            0,
            List.of(Mutation.returns(GROUP + "streams.StreamsGroup", "isInProcess", false))),
        new Mutation(
            "does not wait until tasks are given up",
            0,
            List.of(Mutation.returns(GROUP + "streams.StreamsReconciliation", "stillHas", false))),
        new Mutation(
            "does not repeat an answer about tasks that was lost",
            0,
            List.of(Mutation.returns(GROUP + "streams.StreamsHeartbeatOutcome", "missed", false))),
        new Mutation(
            "makes no standby copies",
            0,
            List.of(Mutation.doesNothing(GROUP + "streams.StickyTasks", "assignStandby"))),
        new Mutation(
            "decides on a group while its last decision is not written",
            0,
            List.of(Mutation.returns(RUNTIME + "Lanes", "lets", true))));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(GroupSimulation.class.getName()).getMethod("run", long.class);
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
