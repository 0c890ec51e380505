package io.tidepost.cli.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A schema in a file as a registry takes it.
final class SchemaFile {

  private SchemaFile() {}

  /// @param file its name; `-` is standard input
  /// @param type as given, `null` to guess by the name: `.proto`, `.avsc`, else by the text
  /// @param references `NAME=SUBJECT:VERSION` each
  static ObjectNode body(String file, @Nullable String type, List<String> references) {
    String text = read(file);
    ObjectNode body = RegistryClient.json().createObjectNode();
    body.put("schemaType", type == null ? guess(file, text) : type.toUpperCase(Locale.ROOT));
    body.put("schema", text);
    if (!references.isEmpty()) {
      ArrayNode array = body.putArray("references");
      references.forEach(reference -> addReference(array, reference));
    }
    return body;
  }

  private static String read(String file) {
    try {
      byte[] bytes =
          file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure("there is no file " + file + " that could be read", e);
    }
  }

  private static String guess(String file, String text) {
    if (file.endsWith(".proto")) {
      return "PROTOBUF";
    }
    if (file.endsWith(".avsc")) {
      return "AVRO";
    }
    String start = text.stripLeading();
    if (start.startsWith("syntax") || start.startsWith("message") || start.startsWith("//")) {
      return "PROTOBUF";
    }
    try {
      var node = RegistryClient.json().readTree(text);
      boolean json =
          node.isBoolean()
              || node.has("$schema")
              || node.has("properties")
              || node.has("$ref")
              || node.has("$defs");
      return json ? "JSON" : "AVRO";
    } catch (IOException e) {
      return "AVRO";
    }
  }

  private static void addReference(ArrayNode array, String reference) {
    int equals = reference.indexOf('=');
    int colon = reference.lastIndexOf(':');
    String version = reference.substring(colon + 1);
    boolean sound =
        equals > 0
            && colon > equals + 1
            && !version.isEmpty()
            && version.length() < 10
            && version.chars().allMatch(Character::isDigit);
    if (!sound) {
      throw new Failure("--reference wants NAME=SUBJECT:VERSION, not '" + reference + "'");
    }
    array
        .addObject()
        .put("name", reference.substring(0, equals))
        .put("subject", reference.substring(equals + 1, colon))
        .put("version", Integer.parseInt(version));
  }
}
