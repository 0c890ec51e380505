package io.tidepost.operate.move;

import io.tidepost.operate.Reasons;
import io.tidepost.operate.move.ClusterState.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/// Whether a node may be restarted now: without it every partition has a leader and enough in-sync
/// replicas for `acks=all`, and the controllers still have a majority.
public final class RollingCheck {

  private final ClusterState state;
  private final @Nullable QuorumInfo quorum;

  private RollingCheck(ClusterState state, @Nullable QuorumInfo quorum) {
    this.state = state;
    this.quorum = quorum;
  }

  /// Asks the cluster how things are now.
  public static RollingCheck of(Admin admin) throws InterruptedException, ExecutionException {
    return new RollingCheck(ClusterState.read(admin), quorum(admin));
  }

  /// What speaks against restarting a node, in sentences; none when it may be.
  ///
  /// @throws io.tidepost.operate.Refusal when there is no such node
  public List<String> obstacles(int node) {
    QuorumInfo voting = quorum;
    boolean votes =
        voting != null && voting.voters().stream().anyMatch(voter -> voter.replicaId() == node);
    if (!votes) {
      state.demand(List.of(node));
    }
    List<String> obstacles = new ArrayList<>();
    for (PartitionState partition : state.partitions()) {
      String why = obstacle(partition, node);
      if (why != null) {
        obstacles.add(why);
      }
    }
    if (voting != null && votes) {
      checkMajority(voting, node, obstacles);
    }
    return obstacles;
  }

  private static @Nullable QuorumInfo quorum(Admin admin)
      throws InterruptedException, ExecutionException {
    try {
      return admin.describeMetadataQuorum().quorumInfo().get();
    } catch (ExecutionException e) {
      if (Reasons.unwrap(e) instanceof UnsupportedVersionException) {
        return null; // a cluster before KIP-595
      }
      throw e;
    }
  }

  private static @Nullable String obstacle(PartitionState partition, int node) {
    if (!partition.replicas().contains(node)) {
      return null;
    }
    long others = partition.inSync().stream().filter(id -> id != node).count();
    if (others == 0) {
      return partition.name()
          + " would have no leader: "
          + (partition.replicas().size() == 1
              ? "it has one replica"
              : "none of its other replicas is in sync");
    }
    return others < partition.needed()
        ? partition.name()
            + " would have "
            + others
            + " of "
            + partition.needed()
            + " in-sync replicas that acks=all needs"
        : null;
  }

  /// Another voter counts when it has everything that is committed and is not known to be dead.
  private void checkMajority(QuorumInfo voting, int node, List<String> obstacles) {
    int voters = voting.voters().size();
    long sound =
        voting.voters().stream()
            .filter(voter -> voter.replicaId() != node)
            .filter(voter -> voter.logEndOffset() >= voting.highWatermark())
            .filter(voter ->
                !state.nodes().containsKey(voter.replicaId()) || state.isActive(voter.replicaId()))
            .count();
    int majority = voters / 2 + 1;
    if (sound < majority) {
      obstacles.add(
          voters == 1
              ? "it is the only voter on the metadata: nothing could be created or elected"
              : "only "
                  + sound
                  + " of "
                  + voters
                  + " voters on the metadata would be up to date, "
                  + majority
                  + " are needed");
    }
  }
}
