package io.tidepost.wire.generator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one definition: JSON with `//` comments, in the notation that Kafka documents in
/// `clients/src/main/resources/common/message/README.md`.
final class DefinitionParser {

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(JsonParser.Feature.ALLOW_COMMENTS, true);

  private final VersionRange flexible;
  private final Map<String, Struct> nested = new LinkedHashMap<>();

  private DefinitionParser(VersionRange flexible) {
    this.flexible = flexible;
  }

  /// @throws IllegalArgumentException when the text is not a definition, naming what is wrong
  static Message parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
    String name = required(root, "name");
    try {
      return message(root, name, text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static Message message(JsonNode root, String name, String text) {
    VersionRange versions = VersionRange.parse(required(root, "validVersions"));
    VersionRange flexible = range(root, "flexibleVersions", VersionRange.NONE);
    if (!flexible.isEmpty() && flexible.highest() != Short.MAX_VALUE) {
      throw new IllegalArgumentException("flexible versions must be open-ended: " + flexible);
    }
    DefinitionParser parser = new DefinitionParser(flexible);
    for (JsonNode common : root.path("commonStructs")) {
      VersionRange where = VersionRange.parse(required(common, "versions"));
      parser.addStruct(required(common, "name"), where, common.path("fields"));
    }
    List<Field> fields = parser.fields(root.path("fields"));
    return new Message(
        name,
        required(root, "type"),
        root.path("apiKey").asInt(-1),
        versions,
        flexible,
        root.path("latestVersionUnstable").asBoolean(false),
        new Struct(name, versions, fields),
        List.copyOf(parser.nested.values()),
        comments(text));
  }

  private void addStruct(String name, VersionRange versions, JsonNode fields) {
    Struct struct = new Struct(name, versions, fields(fields));
    if (nested.put(name, struct) != null) {
      throw new IllegalArgumentException("structure " + name + " is defined twice");
    }
  }

  private List<Field> fields(JsonNode nodes) {
    List<Field> fields = new ArrayList<>();
    for (JsonNode node : nodes) {
      fields.add(field(node));
    }
    return List.copyOf(fields);
  }

  private Field field(JsonNode node) {
    String name = required(node, "name");
    FieldType type = FieldType.parse(required(node, "type"));
    VersionRange tagged = range(node, "taggedVersions", VersionRange.NONE);
    VersionRange versions = range(node, "versions", tagged);
    FieldType innermost = type instanceof FieldType.Array array ? array.element() : type;
    if (node.has("fields") && innermost instanceof FieldType.Struct struct) {
      addStruct(struct.name(), versions, node.get("fields"));
    }
    return new Field(
        name,
        type,
        versions,
        range(node, "nullableVersions", VersionRange.NONE),
        tagged,
        node.path("tag").asInt(-1),
        range(node, "flexibleVersions", flexible),
        node.path("ignorable").asBoolean(false),
        node.hasNonNull("default") ? node.get("default").asText() : "",
        node.path("about").asText(""));
  }

  private static VersionRange range(JsonNode node, String key, VersionRange otherwise) {
    return node.hasNonNull(key) ? VersionRange.parse(node.get(key).asText()) : otherwise;
  }

  private static String required(JsonNode node, String key) {
    if (!node.hasNonNull(key)) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return node.get(key).asText();
  }

  /// The comments inside the object: the history of the message's versions.
  private static List<String> comments(String text) {
    List<String> found = new ArrayList<>();
    for (String line : text.substring(Math.max(0, text.indexOf('{'))).lines().toList()) {
      String trimmed = line.trim();
      if (trimmed.startsWith("\"fields\"")) {
        break;
      }
      if (trimmed.startsWith("//")) {
        found.add(trimmed.substring(2).trim());
      }
    }
    return List.copyOf(found);
  }
}
