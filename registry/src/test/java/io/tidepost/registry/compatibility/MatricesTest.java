package io.tidepost.registry.compatibility;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.SchemaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules that the formats' own documents state for types and limits, for every pair there is.
final class MatricesTest {

  private static final int PAIRS_MIN = 300;

  // ---- Avro 1.12, "Schema Resolution"

  private static final Map<String, Set<String>> PROMOTIONS =
      Map.of(
          "long", Set.of("int"),
          "float", Set.of("int", "long"),
          "double", Set.of("int", "long", "float"),
          "string", Set.of("bytes"),
          "bytes", Set.of("string"));

  private static final Map<String, String> AVRO_NAMED =
      Map.of(
          "enum", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}",
          "fixed", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}",
          "record", "{\"type\":\"record\",\"name\":\"S\",\"fields\":[]}",
          "array", "{\"type\":\"array\",\"items\":\"int\"}",
          "map", "{\"type\":\"map\",\"values\":\"int\"}");

  private static final List<String> AVRO_TYPES =
      List.of(
          "boolean", "int", "long", "float", "double", "bytes", "string", "enum", "fixed", "record",
          "array", "map");

  private static boolean avroReads(String reader, String writer) {
    return reader.equals(writer) || PROMOTIONS.getOrDefault(reader, Set.of()).contains(writer);
  }

  private static String avro(String type) {
    return AVRO_NAMED.getOrDefault(type, "\"" + type + "\"");
  }

  @Test
  void avroTypes() throws InvalidSchemaException {
    var matrix = new Matrix<>(SchemaType.AVRO, AVRO_TYPES, MatricesTest::avroReads);
    int pairs = matrix.check(MatricesTest::avro);
    pairs += matrix.check(t -> "{\"type\":\"array\",\"items\":" + avro(t) + "}");
    pairs += matrix.check(t -> "{\"type\":\"map\",\"values\":" + avro(t) + "}");
    pairs += matrix.check(t -> "[\"null\"," + avro(t) + "]");
    pairs +=
        matrix.check(t ->
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":%s}]}"
                .formatted(avro(t)));
    assertTrue(pairs > PAIRS_MIN);
  }

  // ---- Protobuf's language guide, "Updating A Message Type"

  private static final List<Set<String>> WRITTEN_ALIKE =
      List.of(
          Set.of("int32", "int64", "uint32", "uint64", "bool", "E"),
          Set.of("sint32", "sint64"),
          Set.of("fixed32", "sfixed32"),
          Set.of("fixed64", "sfixed64"),
          Set.of("string", "bytes"),
          Set.of("float"),
          Set.of("double"),
          Set.of("N"));

  private static final List<String> PROTOBUF_TYPES =
      List.of(
          "int32",
          "int64",
          "uint32",
          "uint64",
          "bool",
          "E",
          "sint32",
          "sint64",
          "fixed32",
          "sfixed32",
          "fixed64",
          "sfixed64",
          "string",
          "bytes",
          "float",
          "double",
          "N");

  private static boolean protobufReads(String reader, String writer) {
    return WRITTEN_ALIKE.stream().anyMatch(set -> set.contains(reader) && set.contains(writer));
  }

  private static String message(String fields) {
    return "syntax = \"proto3\"; message M { %s } message N {} enum E { A = 0; }".formatted(fields);
  }

  @Test
  void protobufTypes() throws InvalidSchemaException {
    var matrix = new Matrix<>(SchemaType.PROTOBUF, PROTOBUF_TYPES, MatricesTest::protobufReads);
    int pairs = matrix.check(t -> message(t + " f = 1;"));
    pairs += matrix.check(t -> message("repeated " + t + " f = 1;"));
    pairs += matrix.check(t -> message("map<string, " + t + "> f = 1;"));
    pairs += matrix.check(t -> message("message D { " + t + " f = 1; } D d = 1;"));
    assertTrue(pairs > PAIRS_MIN);
  }

  // ---- JSON Schema: what is valid before has to be valid afterwards

  private static List<Set<String>> jsonTypes() {
    List<String> types =
        List.of("string", "integer", "number", "boolean", "object", "array", "null");
    List<Set<String>> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      all.add(Set.of(types.get(i)));
      for (int j = i + 1; j < types.size(); j++) {
        Set<String> both = Set.of(types.get(i), types.get(j));
        if (!both.containsAll(Set.of("integer", "number"))) {
          all.add(both);
        }
      }
    }
    return all;
  }

  private static boolean jsonReads(Set<String> reader, Set<String> writer) {
    return writer.stream()
        .allMatch(
            type -> reader.contains(type) || type.equals("integer") && reader.contains("number"));
  }

  private static String json(Set<String> types) {
    return types.size() == 1
        ? "{\"type\":\"" + types.iterator().next() + "\"}"
        : "{\"type\":[\"" + String.join("\",\"", types.stream().sorted().toList()) + "\"]}";
  }

  @Test
  void jsonSchemaTypes() throws InvalidSchemaException {
    var matrix = new Matrix<>(SchemaType.JSON, jsonTypes(), MatricesTest::jsonReads);
    int pairs = matrix.check(MatricesTest::json);
    pairs += matrix.check(t -> "{\"type\":\"array\",\"items\":" + json(t) + "}");
    pairs += matrix.check(t -> "{\"type\":\"object\",\"properties\":{\"p\":" + json(t) + "}}");
    assertTrue(pairs > PAIRS_MIN);
  }

  /// A limit; `null` for none.
  private record Limit(@Nullable Integer at) {
    boolean allowsMoreThan(Limit other, boolean upper) {
      if (at == null || other.at == null) {
        return at == null;
      }
      return upper ? at >= other.at : at <= other.at;
    }
  }

  private static final Map<String, String> LIMITS =
      Map.of(
          "maxLength", "string",
          "minLength", "string",
          "maximum", "number",
          "minimum", "number",
          "exclusiveMaximum", "number",
          "exclusiveMinimum", "number",
          "maxItems", "array",
          "minItems", "array",
          "maxProperties", "object",
          "minProperties", "object");

  @Test
  void jsonSchemaLimits() throws InvalidSchemaException {
    List<Limit> values =
        List.of(new Limit(null), new Limit(1), new Limit(2), new Limit(3), new Limit(10));
    int pairs = 0;
    for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
      String name = limit.getKey();
      boolean upper = name.toLowerCase(java.util.Locale.ROOT).contains("max");
      var matrix = new Matrix<>(SchemaType.JSON, values, (a, b) -> a.allowsMoreThan(b, upper));
      Matrix.Writer<Limit> writer =
          value ->
              value.at() == null
                  ? "{\"type\":\"" + limit.getValue() + "\"}"
                  : "{\"type\":\"%s\",\"%s\":%d}".formatted(limit.getValue(), name, value.at());
      pairs += matrix.check(writer);
      pairs += matrix.check(v -> "{\"type\":\"array\",\"items\":" + writer.text(v) + "}");
      pairs +=
          matrix.check(v -> "{\"type\":\"object\",\"properties\":{\"p\":" + writer.text(v) + "}}");
    }
    assertTrue(pairs > PAIRS_MIN);
  }
}
