package io.tidepost.cli.desired;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.YamlText;
import io.tidepost.cli.schema.RegistryAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost export`.
@Command(
    name = "export",
    description = {
      "Write a cluster's topics, schemas, users, rules and quotas as a file for plan and apply.",
      "Passwords are not known to a cluster: the file names environment variables for them."
    },
    footer = {
      "  tidepost export --owner platform > cluster.yaml",
      "  tidepost export --owner platform --only topics -b kafka:9092"
    })
public final class ExportCommand extends KafkaCommand {

  /// Asks a registry, which not everybody has.
  private static final String SCHEMAS = "schemas";

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      required = true,
      description = "Whose file it is to be.")
  String owner = "";

  @Option(
      names = "--only",
      paramLabel = "SECTION",
      split = ",",
      description = "topics, schemas, users, acls or quotas; all but schemas when left out.")
  List<String> only = new ArrayList<>();

  @Mixin RegistryAddress registry = new RegistryAddress();

  @Override
  protected int run(Admin admin) throws Exception {
    Cluster cluster = new Cluster(admin, client.connectionProperties(), registry.client());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("owner", owner);
    for (Section<?> section : Sections.ALL) {
      boolean wanted =
          only.isEmpty() ? !section.name().equals(SCHEMAS) : only.contains(section.name());
      if (wanted) {
        Object written = written(section, cluster);
        if (written != null) {
          tree.put(section.name(), written);
        }
      }
    }
    if (output.structured()) {
      output.tree(terminal.out(), tree);
    } else {
      YamlText.print(terminal.out(), tree);
    }
    return OK;
  }

  private static <T> @Nullable Object written(Section<T> section, Cluster cluster)
      throws Exception {
    Map<String, T> actual = section.actual(cluster, null);
    if (actual.isEmpty()) {
      return null;
    }
    if (section.list()) {
      List<Object> all = new ArrayList<>();
      actual.forEach((name, resource) -> all.add(section.written(name, resource)));
      return all;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    actual.forEach((name, resource) -> all.put(name, section.written(name, resource)));
    return all;
  }
}
