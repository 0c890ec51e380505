package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.move.MoveStop;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;

/// `tidepost cluster rebalance stop`.
@Command(
    name = "stop",
    description = {
      "Cancel all reassignments under way, whoever asked for them: each partition keeps the"
          + " replicas that it had. A 'run' in another terminal ends. What bounded the moves is"
          + " removed."
    },
    footer = {"  tidepost cluster rebalance stop"})
final class RebalanceStop extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    var table = new Table("topic", "partition", "stopped", "problem");
    for (MoveStop.Stopped one : MoveStop.all(admin)) {
      table.row(
          one.partition().topic(),
          one.partition().partition(),
          one.problem() == null,
          one.problem());
    }
    print(table);
    return table.rows().stream().allMatch(row -> Boolean.TRUE.equals(row.get("stopped")))
        ? OK
        : FAILED;
  }
}
