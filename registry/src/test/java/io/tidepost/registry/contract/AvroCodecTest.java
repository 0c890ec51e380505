package io.tidepost.registry.contract;

import static io.tidepost.registry.contract.Payloads.assertNotEncoded;
import static io.tidepost.registry.contract.Payloads.assertRefused;
import static io.tidepost.registry.contract.Payloads.assertRoundTrip;
import static io.tidepost.registry.contract.Payloads.bytes;
import static io.tidepost.registry.contract.Payloads.codec;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.registry.schema.ResolvedReference;
import io.tidepost.registry.schema.SchemaType;
import org.junit.jupiter.api.Test;

class AvroCodecTest {

  private static final String ORDER =
      """
      {"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "id", "type": "int"},
        {"name": "note", "type": ["null", "string"], "default": null},
        {"name": "items", "type": {"type": "array", "items":
          {"type": "record", "name": "Item", "fields": [
            {"name": "sku", "type": "string"},
            {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
            {"name": "fresh", "type": "boolean"}]}}}]}
      """;

  private final RecordCodec order = codec(SchemaType.AVRO, ORDER);

  @Test
  void thereAndBackAgain() throws Exception {
    assertRoundTrip(
        order,
        "{'id': 7, 'items': [{'sku': 'x', 'kind': 'B', 'fresh': true}]}",
        "{'id': 7, 'note': null, 'items': [{'sku': 'x', 'kind': 'B', 'fresh': true}]}");
    assertRoundTrip(
        order,
        "{'id': 7, 'note': 'é', 'items': []}",
        "{'id': 7, 'note': {'string': 'é'}, 'items': []}");
    assertRoundTrip(
        order,
        "{'id': 7, 'note': {'string': 'n'}, 'items': []}",
        "{'id': 7, 'note': {'string': 'n'}, 'items': []}");
    assertEquals("shop.Order", order.name(bytes()));
  }

  @Test
  void everyTypeComesThrough() throws Exception {
    RecordCodec all =
        codec(
            SchemaType.AVRO,
            """
            {"type": "record", "name": "All", "fields": [
              {"name": "l", "type": "long"}, {"name": "f", "type": "float"},
              {"name": "d", "type": "double"}, {"name": "b", "type": "bytes"},
              {"name": "x", "type": {"type": "fixed", "name": "X", "size": 2}},
              {"name": "m", "type": {"type": "map", "values": "All"}},
              {"name": "u", "type": ["int", "string", {"type": "array", "items": "null"}]}]}
            """);
    String inner =
        "{'l': -9000000000, 'f': 1.5, 'd': -2.25, 'b': '\\u00ff', 'x': 'ab', 'm': %s, 'u': %s}";
    String text =
        inner.formatted(
            "{'k': " + inner.formatted("{}", "{'array': [null, null]}") + "}", "{'string': 'a'}");
    assertRoundTrip(all, text, text);
  }

  @Test
  void namesTheFieldThatDoesNotDecode() {
    assertRefused(order, bytes(), "/id: expected int, found the end of the data");
    assertRefused(
        order, bytes(2, 8), "/note: expected one of the union's 2 branches, found number 4");
    assertRefused(
        order,
        bytes(2, 0, 4, 2, 'x', 2, 1, 2, 'y', 4, 1, 0),
        "/items/1/kind: expected one of 2 symbols of shop.Kind, found number 2");
    assertRefused(
        order,
        bytes(2, 0, 2, 2, 'x', 2, 7, 0),
        "/items/0/fresh: expected boolean, found the byte 7");
    assertRefused(
        order,
        bytes(2, 0, 2, 200, 1, 'x'),
        "/items/0/sku: expected string, found a length of 100 where 1 bytes are left");
    assertRefused(
        order, bytes(2, 2, 2, 0xff, 0), "/note: expected string, found 1 bytes that are no UTF-8");
    assertRefused(
        order,
        bytes(2, 0, 0, 0),
        "expected the end of the data, found 1 bytes behind the last field");
    assertRefused(
        order,
        bytes(0xfe, 0xff, 0xff, 0xff, 0x7f, 0, 0),
        "/id: expected int, found the number 17179869183, which needs more than 32 bits");
  }

  @Test
  void namesTheFieldThatCannotBeEncoded() {
    assertNotEncoded(order, "{'id': '7', 'items': []}", "/id: expected int, found string \"7\"");
    assertNotEncoded(order, "{'items': []}", "/id: expected int, found nothing");
    assertNotEncoded(
        order,
        "{'id': 1, 'items': [], 'colour': 1}",
        "/colour: expected a field of shop.Order, found integer 1");
    assertNotEncoded(
        order,
        "{'id': 1, 'note': 5, 'items': []}",
        "/note: expected one of [null, string], found integer 5");
    assertNotEncoded(
        order,
        "{'id': 1, 'items': [{'sku': 's', 'kind': 'C', 'fresh': true}]}",
        "/items/0/kind: expected one of [A, B], found string \"C\"");
  }

  @Test
  void whatIsClaimedCostsNothing() {
    RecordCodec nulls = codec(SchemaType.AVRO, "{\"type\": \"array\", \"items\": \"null\"}");
    assertRefused(
        nulls,
        bytes(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0),
        "/100000: expected at most 100000 elements without any data, found one more");
    RecordCodec list =
        codec(
            SchemaType.AVRO,
            """
            {"type": "record", "name": "L", "fields": [{"name": "n", "type": ["null", "L"]}]}
            """);
    int[] deep = new int[5000];
    java.util.Arrays.fill(deep, 2);
    String message =
        String.valueOf(
            org.junit.jupiter.api.Assertions.assertThrows(
                    MismatchException.class, () -> list.check(bytes(deep)))
                .getMessage());
    assertEquals(
        "expected at most 1000 levels, found one more",
        message.substring(message.indexOf(' ') + 1));
  }

  @Test
  void readsWhatReferencesDeclare() throws Exception {
    RecordCodec referring =
        codec(
            SchemaType.AVRO,
            """
            {"type": "record", "name": "R", "fields": [{"name": "p", "type": "geo.Point"}]}
            """,
            new ResolvedReference(
                "geo.Point",
                """
                {"type": "record", "name": "Point", "namespace": "geo",
                 "fields": [{"name": "x", "type": "int"}]}
                """));
    assertRoundTrip(referring, "{'p': {'x': 3}}", "{'p': {'x': 3}}");
  }
}
