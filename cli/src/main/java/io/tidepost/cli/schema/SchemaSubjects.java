package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.cli.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost schema subjects`.
@Command(
    name = "subjects",
    description = "List subjects with their versions.",
    footer = {"  tidepost schema subjects", "  tidepost schema subjects --prefix orders -o json"})
final class SchemaSubjects extends RegistryCommand {

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only those that begin with it.")
  String prefix = "";

  @Option(names = "--deleted", description = "Also those that are deleted, but not for good.")
  boolean deleted;

  @Override
  int run(RegistryClient registry) {
    var table = new Table("subject", "type", "versions", "latestId");
    String query = "?deleted=" + deleted;
    String all = "/subjects" + query + "&subjectPrefix=" + RegistryClient.part(prefix);
    for (JsonNode subject : registry.get(all)) {
      String path = path(subject.asText());
      JsonNode latest = registry.get(path + "/versions/latest" + query);
      table.row(
          subject.asText(),
          type(latest),
          numbers(registry.get(path + "/versions" + query)),
          latest.path("id").asInt());
    }
    print(table);
    return OK;
  }
}
