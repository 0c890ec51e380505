package io.tidepost.cli.clientmetrics;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost client-metrics delete`.
@Command(
    name = "delete",
    description = "Delete a subscription. Clients learn it at their next push.",
    footer = {"  tidepost client-metrics delete shop"})
final class ClientMetricsDelete extends KafkaCommand {

  @Parameters(paramLabel = "NAME", description = "Name of the subscription.")
  String name = "";

  @Override
  protected int run(Admin admin) throws Exception {
    List<AlterConfigOp> changes =
        Subscriptions.find(admin, name).entries().stream()
            .map(entry ->
                new AlterConfigOp(new ConfigEntry(entry.name(), null), AlterConfigOp.OpType.DELETE))
            .toList();
    Map<ConfigResource, Collection<AlterConfigOp>> all =
        Map.of(Subscriptions.resource(name), changes);
    admin.incrementalAlterConfigs(all).all().get();
    var table = new Table("name", "deleted");
    table.row(name, true);
    print(table);
    return OK;
  }
}
