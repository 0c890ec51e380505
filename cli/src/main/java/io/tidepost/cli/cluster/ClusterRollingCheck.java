package io.tidepost.cli.cluster;

import io.tidepost.cli.Explain;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.cluster.ClusterState.PartitionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost cluster rolling-check`.
@Command(
    name = "rolling-check",
    description = {
      "Say whether a node may be restarted now: without it every partition has a leader and enough"
          + " in-sync replicas for acks=all, and the controllers still have a majority. The exit"
          + " code is 0 when it may, 1 when it had better stay."
    },
    footer = {
      "  tidepost cluster rolling-check 2",
      "  until tidepost cluster rolling-check 2; do sleep 5; done    wait until it may"
    })
final class ClusterRollingCheck extends KafkaCommand {

  private static final int SHOWN_MAX = 20;

  @Parameters(index = "0", paramLabel = "NODE", description = "Node id.")
  int node;

  @Override
  protected int run(Admin admin) throws Exception {
    List<String> obstacles = new ArrayList<>();
    ClusterState state = ClusterState.read(admin);
    QuorumInfo quorum = quorum(admin);
    boolean votes =
        quorum != null && quorum.voters().stream().anyMatch(voter -> voter.replicaId() == node);
    if (!votes) {
      state.demand(List.of(node));
    }
    for (PartitionState partition : state.partitions()) {
      String why = obstacle(partition);
      if (why != null) {
        obstacles.add(why);
      }
    }
    if (quorum != null && votes) {
      checkMajority(quorum, state, obstacles);
    }
    say(obstacles);
    return obstacles.isEmpty() ? OK : FAILED;
  }

  private static @Nullable QuorumInfo quorum(Admin admin)
      throws InterruptedException, ExecutionException {
    try {
      return admin.describeMetadataQuorum().quorumInfo().get();
    } catch (ExecutionException e) {
      if (Explain.unwrap(e) instanceof UnsupportedVersionException) {
        return null; // a cluster before KIP-595
      }
      throw e;
    }
  }

  private @Nullable String obstacle(PartitionState partition) {
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
  private void checkMajority(QuorumInfo quorum, ClusterState state, List<String> obstacles) {
    int voters = quorum.voters().size();
    long sound =
        quorum.voters().stream()
            .filter(voter -> voter.replicaId() != node)
            .filter(voter -> voter.logEndOffset() >= quorum.highWatermark())
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

  private void say(List<String> obstacles) {
    if (output.structured()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("node", node);
      object.put("safe", obstacles.isEmpty());
      object.put("obstacles", obstacles);
      output.tree(terminal.out(), object);
      return;
    }
    var out = terminal.out();
    if (obstacles.isEmpty()) {
      out.println("node " + node + " may be restarted");
      return;
    }
    out.println("node " + node + " had better not be restarted now:");
    obstacles.stream().limit(SHOWN_MAX).forEach(why -> out.println("  " + why));
    if (obstacles.size() > SHOWN_MAX) {
      out.println("  and " + (obstacles.size() - SHOWN_MAX) + " more");
    }
  }
}
