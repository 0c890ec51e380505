package io.tidepost.cli.clientmetrics;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;

/// `tidepost client-metrics list`.
@Command(
    name = "list",
    description = "List the subscriptions: which metrics, of which clients, how often.",
    footer = {"  tidepost client-metrics list", "  tidepost client-metrics list -o json"})
final class ClientMetricsList extends KafkaCommand {

  @Override
  protected int run(Admin admin) throws Exception {
    var table = new Table("name", "intervalMs", "metrics", "match");
    Subscriptions.all(admin)
        .forEach((name, config) ->
            table.row(
                name,
                Long.valueOf(Subscriptions.value(config, "interval.ms")),
                Subscriptions.value(config, "metrics"),
                Subscriptions.value(config, "match")));
    print(table);
    return OK;
  }
}
