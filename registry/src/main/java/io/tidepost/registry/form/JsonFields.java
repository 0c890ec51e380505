package io.tidepost.registry.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.registry.form.FormField.Kind;
import io.tidepost.registry.schema.JsonSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Fields of JSON Schemas for objects. What is said by reference, or by a choice of schemas, is
/// filled in as JSON.
final class JsonFields {

  private static final int DEPTH_MAX = 4;

  private JsonFields() {}

  static List<FormField> of(JsonSchema schema) {
    List<FormField> fields = new ArrayList<>();
    walk(schema.root(), List.of(), true, fields);
    return fields;
  }

  private static void walk(
      JsonNode object, List<String> prefix, boolean needed, List<FormField> into) {
    Set<String> required = new HashSet<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    object
        .path("properties")
        .properties()
        .forEach(property -> {
          List<String> path = new ArrayList<>(prefix);
          path.add(property.getKey());
          JsonNode schema = property.getValue();
          boolean must = needed && required.contains(property.getKey());
          if (schema.path("type").asText().equals("object")
              && schema.has("properties")
              && path.size() < DEPTH_MAX) {
            walk(schema, path, must, into);
          } else {
            into.add(field(List.copyOf(path), schema, must));
          }
        });
  }

  private static FormField field(List<String> path, JsonNode schema, boolean required) {
    String type = schema.path("type").asText();
    List<String> choices = new ArrayList<>();
    boolean texts = true;
    for (JsonNode choice : schema.path("enum")) {
      choices.add(choice.asText());
      texts &= choice.isTextual();
    }
    Kind kind;
    if (!choices.isEmpty() && texts) {
      kind = Kind.CHOICE;
      type = "one of";
    } else {
      kind =
          switch (type) {
            case "string" -> Kind.TEXT;
            case "integer", "number" -> Kind.NUMBER;
            case "boolean" -> Kind.CHOICE;
            default -> Kind.JSON;
          };
      choices = type.equals("boolean") ? List.of("true", "false") : List.of();
    }
    JsonNode initial = schema.path("default");
    return new FormField(
        path,
        kind,
        type.isEmpty() ? "anything" : type,
        choices,
        initial.isMissingNode() || initial.isNull()
            ? ""
            : kind == Kind.JSON ? initial.toString() : initial.asText(),
        required,
        schema.path("description").asText(),
        "");
  }
}
