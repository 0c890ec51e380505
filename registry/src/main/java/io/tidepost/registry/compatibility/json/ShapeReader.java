package io.tidepost.registry.compatibility.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tidepost.registry.compatibility.json.Shape.Criterion;
import io.tidepost.registry.compatibility.json.Shape.Notes;
import io.tidepost.registry.compatibility.json.Shape.PatternProperty;
import io.tidepost.registry.compatibility.json.Shape.Rest;
import io.tidepost.registry.schema.JsonDraft;
import io.tidepost.registry.schema.JsonPointers;
import io.tidepost.registry.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a parsed JSON schema into a [Shape]. The same text is read once, so shapes of the same
/// place are the same object.
final class ShapeReader {

  static final Notes NO_NOTES = new Notes(null, null, null, null);

  private static final List<String> OF_OBJECTS =
      List.of(
          "properties",
          "patternProperties",
          "additionalProperties",
          "required",
          "minProperties",
          "maxProperties",
          "dependencies",
          "dependentRequired",
          "dependentSchemas",
          "propertyNames",
          "unevaluatedProperties");
  private static final List<String> OF_ARRAYS =
      List.of(
          "items",
          "prefixItems",
          "additionalItems",
          "minItems",
          "maxItems",
          "uniqueItems",
          "contains",
          "minContains",
          "maxContains",
          "unevaluatedItems");
  private static final List<String> OF_TEXTS = List.of("minLength", "maxLength", "pattern");
  private static final List<String> OF_NUMBERS =
      List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

  private final JsonDraft draft;
  private final JsonPointers pointers;
  private final Map<JsonNode, Shape> read = new IdentityHashMap<>();

  ShapeReader(JsonSchema schema) {
    this.draft = schema.draft();
    this.pointers = new JsonPointers(schema);
  }

  static Shape of(JsonSchema schema) {
    return new ShapeReader(schema).read(schema.root(), schema.root());
  }

  /// @param document the document that `node` stands in
  Shape read(JsonNode node, JsonNode document) {
    Shape known = read.get(node);
    if (known == null) {
      known = build(node, document);
      read.put(node, known);
    }
    return known;
  }

  private Shape build(JsonNode node, JsonNode document) {
    if (node.isBoolean()) {
      return node.asBoolean() ? new Shape.Anything(NO_NOTES) : new Shape.Never(NO_NOTES);
    }
    Notes notes = notes(node);
    List<Shape> parts = new ArrayList<>();
    if (node.path("$ref").isTextual()) {
      JsonPointers.Target target = pointers.find(node.get("$ref").asText(), document);
      if (target != null) {
        Shape reference = new Shape.Reference(this, target.node(), target.document());
        if (!draft.keepsSiblingsOfReferences()) {
          return reference;
        }
        parts.add(reference);
      }
    }
    types(node, document, notes, parts);
    if (node.has("enum")) {
      Set<JsonNode> values = new LinkedHashSet<>();
      node.get("enum").forEach(value -> values.add(comparable(value)));
      parts.add(new Shape.Values(notes, false, values));
    }
    if (node.has("const")) {
      parts.add(new Shape.Values(notes, true, Set.of(comparable(node.get("const")))));
    }
    if (node.has("not")) {
      parts.add(new Shape.Not(notes, read(node.get("not"), document)));
    }
    for (Criterion criterion : Criterion.values()) {
      JsonNode all = node.path(criterion.keyword);
      if (all.isArray()) {
        parts.add(combined(notes, criterion, list(all, document)));
      }
    }
    if (node.has("if")) {
      parts.add(new Shape.Opaque(notes, node));
    }
    return switch (parts.size()) {
      case 0 -> new Shape.Anything(notes);
      case 1 -> parts.getFirst();
      default -> combined(notes, Criterion.ALL, parts);
    };
  }

  /// Numbers that are equal are equal however they are written.
  private static JsonNode comparable(JsonNode value) {
    return value.isNumber()
        ? com.fasterxml.jackson.databind.node.DecimalNode.valueOf(
            value.decimalValue().stripTrailingZeros())
        : value;
  }

  /// What is said twice counts once.
  private static Shape.Combined combined(Notes notes, Criterion criterion, List<Shape> parts) {
    return new Shape.Combined(notes, criterion, List.copyOf(new LinkedHashSet<>(parts)));
  }

  private List<Shape> list(JsonNode all, JsonNode document) {
    List<Shape> result = new ArrayList<>();
    all.forEach(part -> result.add(read(part, document)));
    return result;
  }

  private static Notes notes(JsonNode node) {
    return new Notes(
        text(node, node.has("$id") ? "$id" : "id"),
        text(node, "title"),
        text(node, "description"),
        node.get("default"));
  }

  private static @Nullable String text(JsonNode node, String keyword) {
    JsonNode value = node.path(keyword);
    return value.isTextual() ? value.asText() : null;
  }

  private void types(JsonNode node, JsonNode document, Notes notes, List<Shape> parts) {
    JsonNode type = node.path("type");
    if (type.isTextual()) {
      parts.add(ofType(type.asText(), node, document, notes));
    } else if (type.isArray()) {
      List<Shape> all = new ArrayList<>();
      type.forEach(one -> all.add(ofType(one.asText(), node, document, notes)));
      parts.add(combined(notes, Criterion.ANY, all));
    } else {
      // What a keyword is about says what it is for.
      if (hasAny(node, OF_OBJECTS)) {
        parts.add(properties(node, document, notes));
      }
      if (hasAny(node, OF_ARRAYS)) {
        parts.add(array(node, document, notes));
      }
      if (hasAny(node, OF_TEXTS)) {
        parts.add(ofType("string", node, document, notes));
      }
      if (hasAny(node, OF_NUMBERS)) {
        parts.add(ofType("number", node, document, notes));
      }
    }
  }

  private static boolean hasAny(JsonNode node, List<String> keywords) {
    return keywords.stream().anyMatch(node::has);
  }

  private Shape ofType(String type, JsonNode node, JsonNode document, Notes notes) {
    return switch (type) {
      case "null" -> new Shape.Null(notes);
      case "boolean" -> new Shape.Bool(notes);
      case "string" ->
          new Shape.Text(
              notes, number(node, "minLength"), number(node, "maxLength"), text(node, "pattern"));
      case "number" -> numbers(node, notes, false);
      case "integer" -> numbers(node, notes, true);
      case "array" -> array(node, document, notes);
      case "object" -> properties(node, document, notes);
      default -> new Shape.Anything(notes);
    };
  }

  private static @Nullable BigDecimal number(JsonNode node, String keyword) {
    JsonNode value = node.path(keyword);
    return value.isNumber() ? value.decimalValue() : null;
  }

  /// Draft 4 has `exclusiveMinimum` as a flag of `minimum`.
  private static Shape numbers(JsonNode node, Notes notes, boolean integer) {
    BigDecimal minimum = number(node, "minimum");
    BigDecimal maximum = number(node, "maximum");
    boolean aboveMinimum = isTrue(node, "exclusiveMinimum");
    boolean belowMaximum = isTrue(node, "exclusiveMaximum");
    return new Shape.Number(
        notes,
        integer,
        aboveMinimum ? null : minimum,
        belowMaximum ? null : maximum,
        aboveMinimum ? minimum : number(node, "exclusiveMinimum"),
        belowMaximum ? maximum : number(node, "exclusiveMaximum"),
        number(node, "multipleOf"));
  }

  private static boolean isTrue(JsonNode node, String keyword) {
    JsonNode value = node.path(keyword);
    return value.isBoolean() && value.asBoolean();
  }

  private Shape array(JsonNode node, JsonNode document, Notes notes) {
    String first = draft.hasPrefixItems() ? "prefixItems" : "items";
    String further = draft.hasPrefixItems() ? "items" : "additionalItems";
    Shape items = null;
    List<Shape> named = null;
    Rest rest = Rest.OPEN;
    if (node.path(first).isArray()) {
      named = list(node.get(first), document);
      rest = rest(node, further, document);
    } else if (draft.hasPrefixItems()) {
      items = shape(node, "items", document);
    } else {
      items = shape(node, "items", document);
      rest = rest(node, further, document);
    }
    return new Shape.Array(
        notes,
        number(node, "minItems"),
        number(node, "maxItems"),
        isTrue(node, "uniqueItems"),
        items,
        named,
        rest,
        shape(node, "contains", document),
        number(node, "minContains"),
        number(node, "maxContains"),
        rest(node, "unevaluatedItems", document));
  }

  private @Nullable Shape shape(JsonNode node, String keyword, JsonNode document) {
    JsonNode value = node.path(keyword);
    return value.isObject() || value.isBoolean() ? read(value, document) : null;
  }

  private Rest rest(JsonNode node, String keyword, JsonNode document) {
    JsonNode value = node.path(keyword);
    if (value.isBoolean()) {
      return new Rest(value.asBoolean(), null);
    }
    return value.isObject() ? new Rest(true, read(value, document)) : Rest.OPEN;
  }

  private Shape properties(JsonNode node, JsonNode document, Notes notes) {
    Map<String, Shape> properties = new LinkedHashMap<>();
    node.path("properties")
        .properties()
        .forEach(each -> properties.put(each.getKey(), read(each.getValue(), document)));
    List<PatternProperty> patterns = new ArrayList<>();
    node.path("patternProperties")
        .properties()
        .forEach(each ->
            patterns.add(
                new PatternProperty(
                    each.getKey(), regex(each.getKey()), read(each.getValue(), document))));
    Set<String> required = new LinkedHashSet<>();
    if (node.path("required").isArray()) {
      node.get("required").forEach(name -> required.add(name.asText()));
    }
    Map<String, Set<String>> dependentRequired = new LinkedHashMap<>();
    Map<String, Shape> dependentShapes = new LinkedHashMap<>();
    for (String keyword : List.of("dependencies", "dependentRequired", "dependentSchemas")) {
      node.path(keyword)
          .properties()
          .forEach(each ->
              dependency(
                  each.getKey(), each.getValue(), document, dependentRequired, dependentShapes));
    }
    return new Shape.Properties(
        notes,
        properties,
        patterns,
        rest(node, "additionalProperties", document),
        required,
        number(node, "minProperties"),
        number(node, "maxProperties"),
        dependentRequired,
        dependentShapes,
        shape(node, "propertyNames", document),
        rest(node, "unevaluatedProperties", document));
  }

  private void dependency(
      String property,
      JsonNode value,
      JsonNode document,
      Map<String, Set<String>> required,
      Map<String, Shape> shapes) {
    if (value.isArray()) {
      Set<String> names = new LinkedHashSet<>();
      value.forEach(name -> names.add(name.asText()));
      required.put(property, names);
    } else if (value.isTextual()) {
      required.put(property, Set.of(value.asText()));
    } else {
      shapes.put(property, read(value, document));
    }
  }

  private static @Nullable Pattern regex(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      return null; // as if it covered nothing: the stricter verdict
    }
  }
}
