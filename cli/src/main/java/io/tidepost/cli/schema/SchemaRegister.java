package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.cli.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost schema register`.
@Command(
    name = "register",
    description =
        "Register a schema under a subject; the same schema again gets the same id and version.",
    footer = {
      "  tidepost schema register orders-value order.avsc",
      "  tidepost schema register orders-value order.proto --reference item.proto=item:1"
    })
final class SchemaRegister extends SchemaCommand {

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "Such as orders-value.")
  String subject = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The schema; '-' is standard input.")
  String file = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "avro, json or protobuf; default: by the file's name or text.")
  @Nullable String type;

  @Option(
      names = "--reference",
      paramLabel = "NAME=SUBJECT:VERSION",
      description = "A schema that it refers to; may be repeated.")
  List<String> references = List.of();

  @Option(names = "--normalize", description = "Regulate what does not change the meaning.")
  boolean normalize;

  @Override
  int run(RegistryClient registry) {
    ObjectNode body = SchemaFile.body(file, type, references);
    String query = "?normalize=" + normalize;
    int id = registry.ask("POST", path(subject) + "/versions" + query, body).path("id").asInt();
    JsonNode found = registry.ask("POST", path(subject) + query, body);
    print(
        new Table("subject", "version", "id", "type")
            .row(subject, found.path("version").asInt(), id, type(found)));
    return OK;
  }
}
