package io.tidepost.cli.config;

import io.tidepost.cli.Configs;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost config describe`.
@Command(
    name = "describe",
    description =
        "Show the options of a topic or broker that differ from the built-in defaults, and where"
            + " they were set.",
    footer = {
      "  tidepost config describe topic orders",
      "  tidepost config describe topic orders --all",
      "  tidepost config describe broker 1 -o json"
    })
final class ConfigDescribe extends KafkaCommand {

  @Mixin Entity entity;

  @Option(
      names = {"-a", "--all"},
      description = "Also options that have their built-in default.")
  boolean all;

  @Override
  protected int run(Admin admin) throws Exception {
    ConfigResource resource = entity.resource(admin);
    List<ConfigEntry> entries =
        Configs.entries(admin, resource).stream()
            .filter(e -> all || e.source() != ConfigSource.DEFAULT_CONFIG)
            .sorted(Comparator.comparing(ConfigEntry::name))
            .toList();
    var table = new Table("type", "name", "key", "value", "source", "readOnly", "sensitive");
    for (ConfigEntry e : entries) {
      table.row(
          Configs.word(resource),
          resource.name().isEmpty() ? "default" : resource.name(),
          e.name(),
          e.value(),
          e.source().name().toLowerCase(Locale.ROOT),
          e.isReadOnly(),
          e.isSensitive());
    }
    print(table);
    return OK;
  }
}
