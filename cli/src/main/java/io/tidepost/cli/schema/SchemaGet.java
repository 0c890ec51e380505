package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.cli.Failure;
import io.tidepost.cli.YamlText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost schema get`.
@Command(
    name = "get",
    description = "Print a schema: a version of a subject, or the one with an id.",
    footer = {
      "  tidepost schema get orders-value",
      "  tidepost schema get orders-value --version 1",
      "  tidepost schema get --id 7 -o json"
    })
final class SchemaGet extends RegistryCommand {

  @Parameters(arity = "0..1", paramLabel = "SUBJECT", description = "Such as orders-value.")
  @Nullable String subject;

  @Option(
      names = "--version",
      paramLabel = "NUMBER",
      defaultValue = "latest",
      description = "Default: latest.")
  String version = "latest";

  @Option(names = "--id", paramLabel = "NUMBER", description = "Instead of a subject.")
  @Nullable Integer id;

  @Override
  int run(RegistryClient registry) {
    if ((id == null) == (subject == null)) {
      throw new Failure("give a subject or --id");
    }
    JsonNode schema =
        subject == null
            ? registry.get("/schemas/ids/" + id)
            : registry.get(path(subject) + "/versions/" + RegistryClient.part(version));
    terminal.out().println(output.structured() ? text(schema) : pretty(schema));
    return OK;
  }

  private String text(JsonNode schema) {
    return output.yaml()
        ? YamlText.text(new ObjectMapper().convertValue(schema, Object.class)).stripTrailing()
        : schema.toPrettyString();
  }
}
