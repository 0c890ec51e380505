package io.tidepost.registry.contract;

import static io.tidepost.registry.contract.Payloads.assertNotEncoded;
import static io.tidepost.registry.contract.Payloads.assertRefused;
import static io.tidepost.registry.contract.Payloads.assertRoundTrip;
import static io.tidepost.registry.contract.Payloads.codec;

import io.tidepost.registry.schema.ResolvedReference;
import io.tidepost.registry.schema.SchemaType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  private static final String ORDER =
      """
      {"type": "object", "required": ["id"], "additionalProperties": false, "properties": {
        "id": {"type": "integer", "minimum": 1},
        "colour": {"enum": ["red", "green"]},
        "code": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "tags": {"type": "array", "items": {"type": ["string", "null"]}, "maxItems": 3}}}
      """;

  private final RecordCodec order = codec(SchemaType.JSON, ORDER);

  private static ByteBuffer text(String json) {
    return ByteBuffer.wrap(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thereAndBackAgain() throws Exception {
    String good = "{'id': 7, 'colour': 'red', 'code': 'AB', 'tags': ['x', null]}";
    assertRoundTrip(order, good, good);
  }

  @Test
  void namesTheFieldAndWhatWasExpected() {
    assertRefused(order, text("{'id': '5'}"), "/id: expected integer, found string \"5\"");
    assertRefused(order, text("{'id': 0}"), "/id: expected minimum 1, found integer 0");
    assertRefused(order, text("{}"), "/id: expected a value, found nothing");
    assertRefused(
        order,
        text("{'id': 1, 'colour': 'blue'}"),
        "/colour: expected enum [\"red\",\"green\"], found string \"blue\"");
    assertRefused(
        order,
        text("{'id': 1, 'code': 'abc'}"),
        "/code: expected pattern \"^[A-Z]{2}$\", found string \"abc\"");
    assertRefused(
        order,
        text("{'id': 1, 'tags': ['x', 5]}"),
        "/tags/1: expected one of [\"string\",\"null\"], found integer 5");
    assertRefused(
        order,
        text("{'id': 1, 'tags': ['x', 'x', 'x', 'x']}"),
        "/tags: expected maxItems 3, found an array");
    assertRefused(
        order, text("{'id': 1, 'more': 2}"), "/more: expected no such property, found integer 2");
    assertRefused(order, text(""), "expected a JSON document, found nothing");
    assertRefused(
        order,
        text("{'id': 1} {"),
        "expected a JSON document, found Trailing token (of type START_OBJECT) found after value"
            + " (bound as `com.fasterxml.jackson.databind.JsonNode`): not allowed as per"
            + " `DeserializationFeature.FAIL_ON_TRAILING_TOKENS` at byte 10");
    assertNotEncoded(order, "{'id': '5'}", "/id: expected integer, found string \"5\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
        "https://example.com/a-dialect-of-ones-own"
      })
  void everyDraftIsKept(String draft) throws Exception {
    RecordCodec codec =
        codec(
            SchemaType.JSON,
            "{\"$schema\": \"" + draft + "\", \"properties\": {\"a\": {\"type\": \"integer\"}}}");
    assertRoundTrip(codec, "{'a': 1}", "{'a': 1}");
    assertRefused(codec, text("{'a': 'x'}"), "/a: expected integer, found string \"x\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"$id\": \"http://example.com/shop/order.json\",", "\"$id\": \"order\","})
  void readsWhatReferencesDeclare(String id) throws Exception {
    RecordCodec codec =
        codec(
            SchemaType.JSON,
            "{"
                + id
                + "\"properties\": {\"item\": {\"$ref\": \"item.json\"},"
                + " \"n\": {\"$ref\": \"#/definitions/n\"}},"
                + "\"definitions\": {\"n\": {\"type\": \"number\"}}}",
            new ResolvedReference("deep.json", "{\"type\": \"string\"}"),
            new ResolvedReference("item.json", "{\"items\": {\"$ref\": \"deep.json\"}}"));
    assertRoundTrip(codec, "{'item': ['x'], 'n': 1}", "{'item': ['x'], 'n': 1}");
    assertRefused(codec, text("{'item': ['x', 2]}"), "/item/1: expected string, found integer 2");
    assertRefused(codec, text("{'n': '2'}"), "/n: expected number, found string \"2\"");
  }

  @Test
  @Timeout(60)
  void aPatternCannotExplode() {
    String many = "a".repeat(200);
    RecordCodec linear = codec(SchemaType.JSON, "{\"type\": \"string\", \"pattern\": \"^(a+)+$\"}");
    assertRefused(
        linear,
        text("'" + many + "!'"),
        "expected pattern \"^(a+)+$\", found string \"" + "a".repeat(59) + "…");
    RecordCodec backtracking =
        codec(SchemaType.JSON, "{\"type\": \"string\", \"pattern\": \"^(?=a)(.*a){12}b$\"}");
    assertRefused(
        backtracking,
        text("'" + many + "!'"),
        "expected a document that the schema can be applied to, found too much");
  }

  @Test
  @Timeout(60)
  void aSchemaCannotExplode() {
    String twice = "[{\"$ref\": \"#/definitions/%d\"}, {\"$ref\": \"#/definitions/%d\"}]";
    StringBuilder schema = new StringBuilder("{\"definitions\": {");
    for (int i = 0; i < 60; i++) {
      schema.append("\"%d\": {\"allOf\": %s},".formatted(i, twice.formatted(i + 1, i + 1)));
    }
    schema.append("\"60\": {\"type\": \"object\"}}, \"$ref\": \"#/definitions/0\"}");
    assertRefused(
        codec(SchemaType.JSON, schema.toString()),
        text("{}"),
        "expected a document that the schema can be applied to, found too much");
    String doubling = "{\"properties\": {\"x\": {\"$ref\": \"#\"}}}";
    assertRefused(
        codec(SchemaType.JSON, "{\"allOf\": [" + doubling + "," + doubling + "]}"),
        text("{'x':".repeat(60) + "1" + "}".repeat(60)),
        "expected a document that the schema can be applied to, found too much");
    assertRefused(
        codec(SchemaType.JSON, "{\"$ref\": \"#\"}"),
        text("{}"),
        "expected a document that the schema can be applied to, found too much");
  }
}
