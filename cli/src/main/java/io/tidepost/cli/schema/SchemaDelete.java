package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.cli.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost schema delete`.
@Command(
    name = "delete",
    description = {
      "Delete a subject or one of its versions: first so that those who have the id can still read,"
          + " then, with --permanent, for good."
    },
    footer = {
      "  tidepost schema delete orders-value --version 2",
      "  tidepost schema delete orders-value",
      "  tidepost schema delete orders-value --permanent"
    })
final class SchemaDelete extends RegistryCommand {

  @Parameters(paramLabel = "SUBJECT", description = "Such as orders-value.")
  String subject = "";

  @Option(names = "--version", paramLabel = "NUMBER", description = "Only this version.")
  @Nullable String version;

  @Option(names = "--permanent", description = "What is deleted already goes for good.")
  boolean permanent;

  @Override
  int run(RegistryClient registry) {
    String path = version == null ? "" : "/versions/" + RegistryClient.part(version);
    JsonNode gone = registry.delete(path(subject) + path + "?permanent=" + permanent);
    var table = new Table("subject", "version", "permanent");
    if (gone.isArray()) {
      gone.forEach(each -> table.row(subject, each.asInt(), permanent));
    } else {
      table.row(subject, gone.asInt(), permanent);
    }
    print(table);
    return OK;
  }
}
