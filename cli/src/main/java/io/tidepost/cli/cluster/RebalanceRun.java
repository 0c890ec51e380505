package io.tidepost.cli.cluster;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.move.PlanRunner;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidepost cluster rebalance run`.
@Command(
    name = "run",
    description = {
      "Make the moves of a plan, a batch at a time, and wait for them. When it is interrupted, the"
          + " batch under way goes on in the cluster, and running the plan again goes on with the"
          + " rest. Nothing begins when a partition has changed since the plan was made."
    },
    footer = {"  tidepost cluster rebalance run plan.json --throttle 20M"})
final class RebalanceRun extends KafkaCommand {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "What 'tidepost cluster rebalance plan --save' wrote.")
  Path file = Path.of("");

  @Mixin MoveOptions moves;

  @Override
  protected int run(Admin admin) throws Exception {
    PlanFile plan = forThis(admin, PlanFile.read(file));
    int moved =
        new PlanRunner(admin, terminal.err()::println, moves.bytesPerSecond()).run(plan.plan());
    print(new Table("batches", "changed").row(plan.plan().batches().size(), moved));
    return OK;
  }

  /// A plan for another cluster is none for this one.
  static PlanFile forThis(Admin admin, PlanFile plan) throws Exception {
    String id = admin.describeCluster().clusterId().get();
    if (!plan.clusterId().equals(id)) {
      throw new Failure(
          "the plan was made for cluster " + plan.clusterId() + ", this is cluster " + id);
    }
    return plan;
  }
}
