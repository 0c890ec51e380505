package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.cli.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost schema register`.
@Command(
    name = "register",
    description =
        "Register a schema under a subject; the same schema again gets the same id and version.",
    footer = {
      "  tidepost schema register orders-value order.avsc",
      "  tidepost schema register orders-value order.proto --reference item.proto=item:1"
    })
final class SchemaRegister extends RegistryCommand {

  @Mixin SchemaSource source = new SchemaSource();

  @Option(names = "--normalize", description = "Regulate what does not change the meaning.")
  boolean normalize;

  @Override
  int run(RegistryClient registry) {
    ObjectNode body = source.body();
    String query = "?normalize=" + normalize;
    int id =
        registry.ask("POST", path(source.subject) + "/versions" + query, body).path("id").asInt();
    JsonNode found = registry.ask("POST", path(source.subject) + query, body);
    print(
        new Table("subject", "version", "id", "type")
            .row(source.subject, found.path("version").asInt(), id, type(found)));
    return OK;
  }
}
