package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.metadata.balance.Goals;
import io.tidepost.metadata.balance.Plan;
import io.tidepost.metadata.balance.Plan.MoveLeader;
import io.tidepost.metadata.balance.Plan.Step;
import io.tidepost.metadata.balance.Planner;
import io.tidepost.operate.move.ClusterState;
import io.tidepost.operate.move.ClusterState.PartitionState;
import io.tidepost.operate.move.LoadMeter;
import io.tidepost.operate.move.PlanRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost cluster maintenance`.
@Command(
    name = "maintenance",
    description = {
      "begin: let a node lead nothing that another in-sync replica can lead, now and when leaders"
          + " are elected later, without copying anything; it goes on following. end: spread"
          + " leaders evenly over all nodes again. What only it can lead is shown, and the exit"
          + " code is 1."
    },
    footer = {
      "  tidepost cluster maintenance begin 2",
      "  tidepost cluster rolling-check 2",
      "  tidepost cluster maintenance end 2"
    })
final class ClusterMaintenance extends KafkaCommand {

  /// What to do.
  enum Phase {
    /// Take leaders away.
    begin,
    /// Let it lead again.
    end
  }

  private static final int BATCH = 500;

  @Parameters(index = "0", paramLabel = "begin|end", description = "What to do.")
  Phase phase = Phase.begin;

  @Parameters(index = "1", paramLabel = "NODE", description = "Node id.")
  int node;

  @Override
  protected int run(Admin admin) throws Exception {
    ClusterState state = ClusterState.read(admin);
    state.demand(List.of(node));
    List<PartitionState> kept = new ArrayList<>();
    Plan plan = phase == Phase.begin ? away(state, kept) : even(admin, state);
    int moved =
        new PlanRunner(admin, terminal.err()::println, new MoveOptions().bytesPerSecond())
            .run(plan);
    print(
        new Table("node", "maintenance", "changed", "stillLeads")
            .row(
                node,
                phase == Phase.begin,
                moved,
                kept.stream().map(partition -> partition.name().toString()).toList()));
    return kept.isEmpty() ? OK : FAILED;
  }

  /// The node becomes the last choice of all its partitions.
  private Plan away(ClusterState state, List<PartitionState> kept) {
    Map<Integer, Integer> leaders = new HashMap<>(state.leaders());
    List<Step> steps = new ArrayList<>();
    for (PartitionState partition : state.partitions()) {
      boolean isFirst = partition.replicas().getFirst() == node || partition.leader() == node;
      if (!isFirst || state.moving().containsKey(partition.name())) {
        continue;
      }
      Integer next = next(partition, state, leaders);
      if (next == null) {
        if (partition.leader() == node) {
          kept.add(partition);
        }
        continue;
      }
      List<Integer> after = new ArrayList<>(partition.replicas());
      after.remove(next);
      after.remove((Integer) node);
      after.addFirst(next);
      after.addLast(node);
      leaders.merge(next, 1, Integer::sum);
      steps.add(
          new MoveLeader(
              partition.name().topic(),
              partition.name().partition(),
              partition.replicas(),
              after,
              "node " + node + " is in maintenance"));
    }
    List<List<Step>> batches = new ArrayList<>();
    for (int from = 0; from < steps.size(); from += BATCH) {
      batches.add(steps.subList(from, Math.min(from + BATCH, steps.size())));
    }
    return new Plan(batches, List.of());
  }

  /// The in-sync replica whose node leads least.
  private @Nullable Integer next(
      PartitionState partition, ClusterState state, Map<Integer, Integer> leaders) {
    Integer best = null;
    for (Integer id : partition.inSync()) {
      boolean isBetter =
          best == null || leaders.getOrDefault(id, 0) < leaders.getOrDefault(best, 0);
      if (id != node && state.isActive(id) && isBetter) {
        best = id;
      }
    }
    return best;
  }

  private static Plan even(Admin admin, ClusterState state) throws Exception {
    Goals all = Goals.even();
    return Planner.plan(
        LoadMeter.measure(admin, state, 0),
        new Goals(
            Set.of(),
            false,
            true,
            false,
            all.tolerancePercent(),
            Integer.MAX_VALUE,
            BATCH,
            all.batchBytesMax()));
  }
}
