package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.operate.move.RollingCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
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
    List<String> obstacles = RollingCheck.of(admin).obstacles(node);
    say(obstacles);
    return obstacles.isEmpty() ? OK : FAILED;
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
