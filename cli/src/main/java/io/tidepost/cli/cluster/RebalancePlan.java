package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Progress;
import io.tidepost.metadata.balance.Goals;
import io.tidepost.metadata.balance.Plan;
import io.tidepost.metadata.balance.Planner;
import io.tidepost.operate.move.ClusterState;
import io.tidepost.operate.move.LoadMeter;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost cluster rebalance plan`.
@Command(
    name = "plan",
    description = {
      "Propose moves with reasons, and change nothing. Without goals, disks and leaders are evened"
          + " out, which is what a new node needs."
    },
    footer = {
      "  tidepost cluster rebalance plan",
      "  tidepost cluster rebalance plan --drain 4 --save plan.json",
      "  tidepost cluster rebalance plan --traffic --measure 60s --save plan.json"
    })
final class RebalancePlan extends KafkaCommand {

  @Mixin GoalOptions goalOptions;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the plan to a file for 'run' and 'reverse'.")
  @Nullable Path save;

  @Override
  protected int run(Admin admin) throws Exception {
    ClusterState state = ClusterState.read(admin);
    Goals goals = goalOptions.goals();
    state.demand(goals.drained());
    Plan plan = Planner.plan(LoadMeter.measure(admin, state, goalOptions.measureMillis()), goals);
    PlanFile made = new PlanFile(admin.describeCluster().clusterId().get(), plan);
    Path file = save;
    if (file != null) {
      made.write(file);
    }
    if (output.structured()) {
      output.tree(terminal.out(), made.tree());
    } else {
      made.table().print(terminal.out());
      terminal.out().flush();
      terminal
          .err()
          .println(
              plan.steps().isEmpty()
                  ? "Nothing has to be moved."
                  : plan.steps().size()
                      + " partitions change, "
                      + Progress.size(plan.bytes())
                      + " are copied. Nothing was changed yet.");
      plan.obstacles().forEach(terminal.err()::println);
    }
    return plan.obstacles().isEmpty() ? OK : FAILED;
  }
}
