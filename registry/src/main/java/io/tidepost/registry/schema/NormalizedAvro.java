package io.tidepost.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/// Prints Avro schemas so that those that mean the same and tell the same look the same: full names
/// everywhere, attributes in one order, further properties sorted. Documentation, aliases and
/// defaults stay.
final class NormalizedAvro {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Set<String> printed = new HashSet<>();

  private NormalizedAvro(List<Schema> references) {
    references.forEach(reference -> printed.add(reference.getFullName()));
  }

  static String print(Schema schema, List<Schema> references) {
    return new NormalizedAvro(references).node(schema).toString();
  }

  private JsonNode node(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> named(schema);
      case ARRAY -> with(schema, object("array").set("items", node(schema.getElementType())));
      case MAP -> with(schema, object("map").set("values", node(schema.getValueType())));
      case UNION -> {
        ArrayNode all = NODES.arrayNode();
        schema.getTypes().forEach(type -> all.add(node(type)));
        yield all;
      }
      default ->
          schema.getObjectProps().isEmpty()
              ? NODES.textNode(schema.getName())
              : with(schema, object(schema.getName()));
    };
  }

  private static ObjectNode object(String type) {
    return NODES.objectNode().put("type", type);
  }

  private JsonNode named(Schema schema) {
    if (!printed.add(schema.getFullName())) {
      return NODES.textNode(schema.getFullName());
    }
    ObjectNode node = NODES.objectNode();
    node.put("name", schema.getFullName());
    node.put("type", schema.getType().getName());
    if (schema.getDoc() != null) {
      node.put("doc", schema.getDoc());
    }
    aliases(node, schema.getAliases());
    switch (schema.getType()) {
      case ENUM -> {
        ArrayNode symbols = node.putArray("symbols");
        schema.getEnumSymbols().forEach(symbols::add);
        if (schema.getEnumDefault() != null) {
          node.put("default", schema.getEnumDefault());
        }
      }
      case FIXED -> node.put("size", schema.getFixedSize());
      default -> {
        ArrayNode fields = node.putArray("fields");
        schema.getFields().forEach(field -> fields.add(field(field)));
      }
    }
    return with(schema, node);
  }

  private ObjectNode field(Schema.Field field) {
    ObjectNode node = NODES.objectNode();
    node.put("name", field.name());
    node.set("type", node(field.schema()));
    if (field.doc() != null) {
      node.put("doc", field.doc());
    }
    if (field.hasDefaultValue()) {
      node.set("default", value(field.defaultVal()));
    }
    if (field.order() != Schema.Field.Order.ASCENDING) {
      node.put("order", field.order().name().toLowerCase(java.util.Locale.ROOT));
    }
    aliases(node, field.aliases());
    return with(field, node);
  }

  private static void aliases(ObjectNode node, Set<String> aliases) {
    if (!aliases.isEmpty()) {
      ArrayNode all = node.putArray("aliases");
      aliases.stream().sorted().forEach(all::add);
    }
  }

  private static ObjectNode with(JsonProperties properties, JsonNode node) {
    Map<String, Object> sorted = new TreeMap<>(properties.getObjectProps());
    ObjectNode result = (ObjectNode) node;
    sorted.forEach((name, value) -> result.set(name, value(value)));
    return result;
  }

  private static JsonNode value(Object value) {
    if (value == JsonProperties.NULL_VALUE) {
      return NODES.nullNode();
    }
    if (value instanceof byte[] bytes) {
      return NODES.textNode(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
    return MAPPER.valueToTree(value);
  }
}
