package io.tidepost.sim.cluster;

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

/// The simulation would notice: rules of replication are switched off one at a time, those of the
/// replicas in their class files as they are loaded, and some seed has to object.
final class BrokenReplicationRulesTest {

  private static final int SEEDS = 400;
  private static final String REPLICA = "io.tidepost.replica.";

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "serves fetches of any leader epoch",
            65,
            List.of(Mutation.returns(REPLICA + "PartitionReplica", "isOfThisLeaderEpoch", true))),
        new Mutation(
            "does not compare logs by leader epochs",
            0,
            List.of(Mutation.returnsNull(REPLICA + "PartitionReader", "diverging"))),
        new Mutation(
            "acknowledges as a follower before it has synced",
            500,
            List.of(Mutation.returns(REPLICA + "PartitionFollower", "isDurable", true))),
        new Mutation(
            "moves the high watermark with too few replicas in sync",
            0,
            List.of(Mutation.returns(REPLICA + "InSyncReplicas", "isTooFew", false))),
        new Mutation(
            "lets replicas join that lack what was acknowledged",
            0,
            List.of(Mutation.returns(REPLICA + "InSyncReplicas", "hasCommitted", true))),
        new Mutation(
            "appends what does not follow",
            0,
            List.of(
                Mutation.returns(REPLICA + "PartitionFollower", "continues", true),
                Mutation.returnsNull("io.tidepost.log.AppendChecks", "checkOffset"),
                Mutation.returnsNull(REPLICA + "PartitionReader", "diverging"))),
        new Mutation(
            "keeps what it took as a leader and did not write",
            0,
            List.of(Mutation.doesNothing("io.tidepost.log.PartitionLog", "withdraw"))),
        new Mutation(
            "lets removed segments come back one by one",
            7700,
            List.of(Mutation.doesNothing("io.tidepost.log.SegmentDeletion", "settle"))));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticed(Mutation mutation) throws ReflectiveOperationException {
    MutatingLoader loader = new MutatingLoader(mutation);
    var run = loader.loadClass(ClusterSimulation.class.getName()).getMethod("run", long.class);
    for (long seed = mutation.firstSeed(); seed < mutation.firstSeed() + SEEDS; seed++) {
      try {
        run.invoke(null, seed);
      } catch (InvocationTargetException e) {
        assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
        return;
      }
    }
    assertTrue(loader.applied(), () -> "not a place in the code any more: " + mutation);
    fail("a cluster that " + mutation + " passes " + SEEDS + " seeds");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CHANGES_THROUGH_CONTROLLER",
        "CLEAN_ELECTION",
        "ELIGIBLE_REPLICAS",
        "RECOVERY_POINT_BEFORE_TRUNCATION"
      })
  void isNoticed(Rule rule) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        ClusterSimulation.run(seed, EnumSet.of(rule));
      } catch (SimulationFailure noticed) {
        return;
      }
    }
    fail("a cluster without " + rule + " passes " + SEEDS + " seeds");
  }
}
