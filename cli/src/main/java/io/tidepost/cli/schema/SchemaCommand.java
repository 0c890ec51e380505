package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.cli.CliCommand;
import io.tidepost.cli.OutputOptions;
import io.tidepost.cli.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;

/// A command that asks a schema registry and prints what it learnt.
abstract class SchemaCommand extends CliCommand {

  @Mixin RegistryAddress address;

  @Mixin OutputOptions output;

  @Override
  public final Integer call() {
    return run(address.client());
  }

  abstract int run(RegistryClient registry);

  final void print(Table table) {
    output.print(terminal.out(), table);
  }

  static String path(String subject) {
    return "/subjects/" + RegistryClient.part(subject);
  }

  static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  /// A schema's text for people: JSON gets its lines.
  static String pretty(JsonNode schema) {
    String text = schema.path("schema").asText();
    if (schema.path("schemaType").asText().equals("PROTOBUF")) {
      return text.stripTrailing();
    }
    try {
      var json = RegistryClient.json();
      return json.writerWithDefaultPrettyPrinter()
          .writeValueAsString(json.readTree(text))
          .replace(" : ", ": ");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String type(JsonNode schema) {
    return schema.path("schemaType").asText("AVRO");
  }
}
