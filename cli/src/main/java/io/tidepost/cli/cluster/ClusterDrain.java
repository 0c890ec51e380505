package io.tidepost.cli.cluster;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.metadata.balance.Goals;
import io.tidepost.metadata.balance.Plan;
import io.tidepost.metadata.balance.Planner;
import io.tidepost.operate.move.ClusterState;
import io.tidepost.operate.move.LoadMeter;
import io.tidepost.operate.move.PlanRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost cluster drain`.
@Command(
    name = "drain",
    description = {
      "Move every replica off some nodes, throttled, and wait for it, so that they can be taken"
          + " away. Nothing begins when a partition has nowhere to go. Run again, it goes on with"
          + " what is left."
    },
    footer = {
      "  tidepost cluster drain 4 --dry-run",
      "  tidepost cluster drain 4 --throttle 20M --save drained-4.json"
    })
final class ClusterDrain extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "NODE", description = "Node ids.")
  List<Integer> nodes = List.of();

  @Option(names = "--dry-run", description = "Only show what would be moved.")
  boolean dryRun;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the plan to a file, with which 'rebalance reverse' takes it back.")
  @Nullable Path save;

  @Mixin MoveOptions moves;

  @Override
  protected int run(Admin admin) throws Exception {
    ClusterState state = ClusterState.read(admin);
    state.demand(nodes);
    Plan plan = Planner.plan(LoadMeter.measure(admin, state, 0), Goals.drain(new TreeSet<>(nodes)));
    PlanFile made = new PlanFile(admin.describeCluster().clusterId().get(), plan);
    Path file = save;
    if (file != null) {
      made.write(file);
    }
    if (dryRun) {
      print(made.table());
      plan.obstacles().forEach(terminal.err()::println);
      return plan.obstacles().isEmpty() ? OK : FAILED;
    }
    if (!plan.obstacles().isEmpty()) {
      throw new Failure("nothing was moved: " + String.join("; ", plan.obstacles()));
    }
    int moved = new PlanRunner(admin, terminal.err()::println, moves.bytesPerSecond()).run(plan);
    var table = new Table("node", "moved");
    nodes.forEach(node -> table.row(node, moved));
    print(table);
    return OK;
  }
}
