package io.tidepost.cli.desired;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost plan`.
@Command(
    name = "plan",
    description = {
      "Show what would have to be done so that the cluster is as a file says, key by key.",
      "Nothing is changed. Works with any Kafka cluster."
    },
    footer = {
      "  tidepost plan cluster.yaml",
      "  tidepost plan cluster.yaml --registry http://localhost:8081 -o json",
      "  tidepost plan cluster.yaml --exit-code                exits with 1 when they differ",
      "  tidepost plan cluster.yaml --watch 60                 says when they begin to differ"
    })
public final class PlanCommand extends DesiredCommand {

  @Option(names = "--exit-code", description = "Exit with 1 when something would have to be done.")
  boolean exitCode;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description = "Look again every so many seconds, and show the plan whenever it is another.")
  int watchSeconds;

  @Override
  protected int run(Admin admin) throws Exception {
    Plan plan = plan(admin).plan();
    show(plan);
    while (watchSeconds > 0) {
      terminal.flush();
      Thread.sleep(Duration.ofSeconds(watchSeconds));
      Plan next = plan(admin).plan();
      if (!next.tree().equals(plan.tree())) {
        show(next);
      }
      plan = next;
    }
    return exitCode && !plan.empty() ? FAILED : OK;
  }
}
