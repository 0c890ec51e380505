package io.tidepost.cli.schema;

import io.tidepost.cli.Table;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost schema mode`.
@Command(
    name = "mode",
    description = "Show or change whether schemas may be registered.",
    footer = {
      "  tidepost schema mode",
      "  tidepost schema mode orders-value --set readonly",
      "  tidepost schema mode --set import --force"
    })
final class SchemaMode extends RegistryCommand {

  @Parameters(arity = "0..1", paramLabel = "SUBJECT", description = "Default: all subjects.")
  @Nullable String subject;

  @Option(names = "--set", paramLabel = "MODE", description = "readwrite, readonly or import.")
  @Nullable String mode;

  @Option(names = "--force", description = "Import although there are schemas.")
  boolean force;

  @Option(names = "--delete", description = "Back to what holds for all.")
  boolean delete;

  @Override
  int run(RegistryClient registry) {
    String path = subject == null ? "/mode" : "/mode/" + RegistryClient.part(subject);
    if (delete) {
      registry.delete(path);
    }
    if (mode != null) {
      var body = RegistryClient.json().createObjectNode();
      body.put("mode", mode.toUpperCase(Locale.ROOT));
      registry.ask("PUT", path + "?force=" + force, body);
    }
    String now = registry.get(path + "?defaultToGlobal=true").path("mode").asText();
    print(new Table("subject", "mode").row(subject, now));
    return OK;
  }
}
