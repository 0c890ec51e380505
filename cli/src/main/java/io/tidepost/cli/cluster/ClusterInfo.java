package io.tidepost.cli.cluster;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `tidepost cluster info`.
@Command(
    name = "info",
    description = "Show the cluster's id, its controller and its brokers.",
    footer = {
      "  tidepost cluster info",
      "  tidepost cluster info -b broker.example.com:9092 -o json"
    })
final class ClusterInfo extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    DescribeClusterResult cluster = admin.describeCluster();
    String id = cluster.clusterId().get();
    Node controller = cluster.controller().get();
    var brokers = new Table("id", "host", "port", "rack");
    cluster.nodes().get().stream()
        .sorted(Comparator.comparingInt(Node::id))
        .forEach(n -> brokers.row(n.id(), n.host(), n.port(), n.rack()));
    int topics = admin.listTopics().names().get().size();
    if (output.structured()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("clusterId", id);
      object.put("controllerId", controller == null ? null : controller.id());
      object.put("topics", topics);
      object.put("brokers", brokers.rows());
      output.tree(terminal.out(), object);
    } else {
      var out = terminal.out();
      out.println("cluster     " + id);
      out.println("controller  " + (controller == null ? "none" : controller.idString()));
      out.println("topics      " + topics);
      brokers.print(out);
    }
    return OK;
  }
}
