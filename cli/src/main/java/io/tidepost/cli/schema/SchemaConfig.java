package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.cli.Table;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost schema config`.
@Command(
    name = "config",
    description = "Show or change what holds for a subject, or for all that have nothing own.",
    footer = {
      "  tidepost schema config",
      "  tidepost schema config orders-value --level full",
      "  tidepost schema config orders-value --delete"
    })
final class SchemaConfig extends RegistryCommand {

  @Parameters(arity = "0..1", paramLabel = "SUBJECT", description = "Default: all subjects.")
  @Nullable String subject;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "Compatibility that is asked for: none, backward, forward, full, and with _transitive.")
  @Nullable String level;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Any other setting, such as normalize=true; may be repeated.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--delete", description = "Back to what holds for all.")
  boolean delete;

  @Override
  int run(RegistryClient registry) {
    String path = subject == null ? "/config" : "/config/" + RegistryClient.part(subject);
    if (delete) {
      registry.delete(path);
    }
    if (level != null || !settings.isEmpty()) {
      ObjectNode body = RegistryClient.json().createObjectNode();
      settings.forEach((name, value) -> {
        if (value.equals("true") || value.equals("false")) {
          body.put(name, value.equals("true"));
        } else {
          body.put(name, value);
        }
      });
      if (level != null) {
        body.put("compatibility", level.toUpperCase(Locale.ROOT));
      }
      registry.ask("PUT", path, body);
    }
    var table = new Table("subject", "key", "value");
    JsonNode config = registry.get(path + "?defaultToGlobal=true");
    for (var field : config.properties()) {
      JsonNode value = field.getValue();
      table.row(subject, field.getKey(), value.isTextual() ? value.asText() : value.toString());
    }
    print(table);
    return OK;
  }
}
