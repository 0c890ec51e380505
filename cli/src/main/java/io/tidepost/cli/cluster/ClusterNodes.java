package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.operate.move.ClusterState;
import io.tidepost.operate.move.DiskUse;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import picocli.CommandLine.Command;

/// `tidepost cluster nodes`.
@Command(
    name = "nodes",
    description = {
      "Show the brokers: whether each is active or fenced, what it leads and holds, how many of its"
          + " replicas are not in sync, and how full its log directories are."
    },
    footer = {"  tidepost cluster nodes", "  tidepost cluster nodes -o json"})
final class ClusterNodes extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    ClusterState state = ClusterState.read(admin);
    Map<Integer, DiskUse> disks = DiskUse.of(admin, state);
    Map<Integer, Integer> leaders = state.leaders();
    Map<Integer, Integer> replicas = new HashMap<>();
    Map<Integer, Integer> lagging = new HashMap<>();
    for (ClusterState.PartitionState partition : state.partitions()) {
      for (int id : partition.replicas()) {
        replicas.merge(id, 1, Integer::sum);
        if (!partition.inSync().contains(id)) {
          lagging.merge(id, 1, Integer::sum);
        }
      }
    }
    var table =
        new Table(
            "id",
            "address",
            "rack",
            "state",
            "leaders",
            "replicas",
            "notInSync",
            "usedBytes",
            "totalBytes",
            "failedDirectories");
    for (Node node : state.nodes().values()) {
      DiskUse disk = disks.get(node.id());
      table.row(
          node.id(),
          node.host() + ":" + node.port(),
          node.rack(),
          node.isFenced() ? "fenced" : "active",
          leaders.getOrDefault(node.id(), 0),
          replicas.getOrDefault(node.id(), 0),
          lagging.getOrDefault(node.id(), 0),
          disk == null ? null : disk.usedBytes(),
          disk == null ? null : disk.totalBytes(),
          disk == null ? null : disk.failed());
    }
    print(table);
    return OK;
  }
}
