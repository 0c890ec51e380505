package io.tidepost.cli.clientmetrics;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost client-metrics set`.
@Command(
    name = "set",
    description = {
      "Make a subscription, or change one: what is not named stays as it is.",
      "Without --match it is for all clients; several matches must all fit."
    },
    footer = {
      "  tidepost client-metrics set all --metrics '*' --interval 30s",
      "  tidepost client-metrics set shop --metrics org.apache.kafka.consumer. --match"
          + " client_id=shop.*"
    })
final class ClientMetricsSet extends KafkaCommand {

  @Parameters(paramLabel = "NAME", description = "Name of the subscription.")
  String name = "";

  @Option(
      names = "--metrics",
      paramLabel = "PREFIX",
      split = ",",
      description = "Beginnings of the names of the metrics; '*' is all.")
  @Nullable List<String> metrics;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "How often clients push: 100ms to 1h; default 5m.")
  @Nullable String interval;

  @Option(
      names = "--match",
      paramLabel = "WHAT=PATTERN",
      split = ",",
      description = {
        "Which clients: client_id, client_instance_id, client_software_name,",
        "client_software_version, client_source_address or client_source_port with a regular"
            + " expression."
      })
  @Nullable List<String> matches;

  @Override
  protected int run(Admin admin) throws Exception {
    List<AlterConfigOp> changes = new ArrayList<>();
    if (metrics != null) {
      changes.add(set("metrics", String.join(",", metrics)));
    }
    if (interval != null) {
      changes.add(set("interval.ms", String.valueOf(Times.span(interval))));
    }
    if (matches != null) {
      changes.add(set("match", String.join(",", matches)));
    }
    if (changes.isEmpty()) {
      changes.add(set("metrics", ""));
    }
    Map<ConfigResource, Collection<AlterConfigOp>> all =
        Map.of(Subscriptions.resource(name), changes);
    admin.incrementalAlterConfigs(all).all().get();
    var table = new Table("name", "key", "value");
    changes.forEach(
        change -> table.row(name, change.configEntry().name(), change.configEntry().value()));
    print(table);
    return OK;
  }

  private static AlterConfigOp set(String option, String value) {
    return new AlterConfigOp(new ConfigEntry(option, value), AlterConfigOp.OpType.SET);
  }
}
