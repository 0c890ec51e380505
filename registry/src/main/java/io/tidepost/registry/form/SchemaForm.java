package io.tidepost.registry.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidepost.registry.schema.AvroSchema;
import io.tidepost.registry.schema.JsonSchema;
import io.tidepost.registry.schema.ParsedSchema;
import io.tidepost.registry.schema.ProtobufSchema;
import java.util.List;
import java.util.Map;

/// A form for a value, and the JSON that it makes: Avro in its JSON encoding, Protobuf in its JSON
/// mapping, as codecs take it.
///
/// @param fields none when the schema is no record
public record SchemaForm(ParsedSchema schema, List<FormField> fields) {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// A field was filled in with something that it cannot have.
  public static final class WrongFieldException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongFieldException(String message) {
      super(message);
    }
  }

  /// The form of a schema.
  public static SchemaForm of(ParsedSchema schema) {
    return new SchemaForm(
        schema,
        switch (schema) {
          case AvroSchema avro -> AvroFields.of(avro);
          case JsonSchema json -> JsonFields.of(json);
          case ProtobufSchema protobuf -> ProtobufFields.of(protobuf);
        });
  }

  /// The value.
  ///
  /// @param filled by the names of fields; what is missing is empty
  /// @throws WrongFieldException that names the field
  public JsonNode value(Map<String, String> filled) throws WrongFieldException {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    for (FormField field : fields) {
      String text = filled.getOrDefault(field.name(), "");
      JsonNode node = node(field, text);
      if (node != null) {
        put(value, field.path(), node);
      }
    }
    return value;
  }

  private @org.jspecify.annotations.Nullable JsonNode node(FormField field, String text)
      throws WrongFieldException {
    boolean emptyText = field.kind() == FormField.Kind.TEXT && field.required();
    if (text.isEmpty() && !emptyText) {
      if (field.required()) {
        throw new WrongFieldException(
            field.name() + ": it may not stay empty (" + field.type() + ")");
      }
      return schema instanceof AvroSchema ? JsonNodeFactory.instance.nullNode() : null;
    }
    JsonNode plain = plain(field, text);
    if (field.branch().isEmpty()) {
      return plain;
    }
    ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
    wrapped.set(field.branch(), plain);
    return wrapped;
  }

  private static JsonNode plain(FormField field, String text) throws WrongFieldException {
    switch (field.kind()) {
      case NUMBER -> {
        try {
          JsonNode number = MAPPER.readTree(text.strip());
          if (number.isNumber()) {
            return number;
          }
        } catch (JsonProcessingException e) {
          // said below
        }
        throw new WrongFieldException(field.name() + ": '" + text + "' is no number");
      }
      case JSON -> {
        try {
          return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
          throw new WrongFieldException(
              field.name() + ": this is no JSON: " + e.getOriginalMessage());
        }
      }
      case CHOICE -> {
        if (!field.choices().contains(text)) {
          throw new WrongFieldException(
              field.name() + ": '" + text + "' is none of " + String.join(", ", field.choices()));
        }
        return field.type().equals("boolean")
            ? JsonNodeFactory.instance.booleanNode(text.equals("true"))
            : JsonNodeFactory.instance.textNode(text);
      }
      default -> {
        return JsonNodeFactory.instance.textNode(text);
      }
    }
  }

  private static void put(ObjectNode root, List<String> path, JsonNode node) {
    ObjectNode at = root;
    for (String name : path.subList(0, path.size() - 1)) {
      at = at.withObjectProperty(name);
    }
    at.set(path.getLast(), node);
  }
}
