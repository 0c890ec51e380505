package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.metadata.balance.Plan;
import io.tidepost.metadata.balance.Plan.Step;
import io.tidepost.operate.move.ClusterState;
import io.tidepost.operate.move.ClusterState.PartitionState;
import io.tidepost.operate.move.PlanRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidepost cluster rebalance reverse`.
@Command(
    name = "reverse",
    description = {
      "Take back what a plan has done so far: every partition that is as the plan wanted it gets"
          + " the replicas that it had before. Stop what is under way first."
    },
    footer = {"  tidepost cluster rebalance reverse plan.json --throttle 20M"})
final class RebalanceReverse extends KafkaCommand {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The plan that was run, wholly or in part.")
  Path file = Path.of("");

  @Mixin MoveOptions moves;

  @Override
  protected int run(Admin admin) throws Exception {
    PlanFile plan = RebalanceRun.forThis(admin, PlanFile.read(file));
    Plan all = plan.plan().reversed(plan.plan().batches().size());
    Map<TopicPartition, List<Integer>> now = new HashMap<>();
    for (PartitionState partition : ClusterState.read(admin).partitions()) {
      now.put(partition.name(), partition.replicas());
    }
    List<List<Step>> batches = new ArrayList<>();
    for (List<Step> batch : all.batches()) {
      List<Step> done =
          batch.stream()
              .filter(step -> step.before().equals(now.get(PlanRunner.name(step))))
              .toList();
      if (!done.isEmpty()) {
        batches.add(done);
      }
    }
    int moved =
        new PlanRunner(admin, terminal.err()::println, moves.bytesPerSecond())
            .run(new Plan(batches, List.of()));
    print(new Table("batches", "changed").row(batches.size(), moved));
    return OK;
  }
}
