package io.tidepost.registry.contract;

import static io.tidepost.registry.contract.Payloads.assertNotEncoded;
import static io.tidepost.registry.contract.Payloads.assertRefused;
import static io.tidepost.registry.contract.Payloads.assertRoundTrip;
import static io.tidepost.registry.contract.Payloads.bytes;
import static io.tidepost.registry.contract.Payloads.codec;
import static io.tidepost.registry.contract.Payloads.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.registry.schema.SchemaType;
import org.junit.jupiter.api.Test;

class ProtobufCodecTest {

  private static final String ORDER =
      """
      syntax = "proto3";
      package shop;
      import "google/protobuf/timestamp.proto";
      message Order {
        int32 id = 1;
        string note = 2;
        repeated Item items = 3;
        repeated int64 numbers = 4;
        map<string, double> prices = 5;
        google.protobuf.Timestamp at = 6;
        message Item {
          string sku = 1;
          message Part { fixed32 size = 1; }
          Part part = 2;
        }
      }
      message Other { bool on = 1; }
      """;

  private final RecordCodec order = codec(SchemaType.PROTOBUF, ORDER);

  @Test
  void thereAndBackAgain() throws Exception {
    String good =
        "{'id': 7, 'note': 'é', 'items': [{'sku': 'x', 'part': {'size': 3}}],"
            + " 'numbers': ['1', '-2'], 'prices': {'a': 1.5}, 'at': '2026-11-29T12:00:00Z'}";
    assertRoundTrip(order, good, good);
  }

  @Test
  void theIndexesSayWhichMessageItIs() throws Exception {
    assertEquals("shop.Order", order.name(bytes(0)));
    assertEquals("shop.Order", order.name(bytes(2, 0)));
    assertEquals("shop.Other", order.name(bytes(2, 2, 8, 1)));
    assertEquals("shop.Order.Item.Part", order.name(bytes(6, 0, 0, 0)));
    assertEquals(json("{'on': true}"), order.toJson(bytes(2, 2, 8, 1)));
    order.check(bytes(6, 0, 0, 0, 13, 1, 0, 0, 0));
    assertRefused(order, bytes(), "expected message indexes, found the end of the data");
    assertRefused(order, bytes(2, 4), "expected one of 2 messages, found message index 2");
    assertRefused(
        order, bytes(4, 2, 0), "expected one of 0 messages in shop.Other, found message index 0");
    assertRefused(
        order, bytes(201, 1), "expected the place of a message in the schema, found -101 indexes");
  }

  @Test
  void namesTheFieldThatDoesNotDecode() {
    assertRefused(
        order, bytes(0, 10, 1, 'x'), "/id: expected int32, found wire type length-delimited");
    assertRefused(
        order,
        bytes(0, 26, 4, 18, 2, 8, 1),
        "/items/part/size: expected fixed32, found wire type varint");
    assertRefused(
        order,
        bytes(0, 18, 1, 0xff),
        "/note: expected string in UTF-8, found 1 bytes that are none");
    assertRefused(
        order,
        bytes(0, 34, 2, 1, 0x80),
        "/numbers/1: expected a message shop.Order, found While parsing a protocol message, the"
            + " input ended unexpectedly in the middle of a field");
  }

  @Test
  void whatTheSchemaDoesNotHaveIsLeftAlone() throws Exception {
    order.check(bytes(0, 160, 6, 1, 8, 7));
    order.check(bytes(0, 32, 1, 32, 2)); // numbers, not packed
  }

  @Test
  void requiredFieldsAreRequired() throws Exception {
    RecordCodec old =
        codec(
            SchemaType.PROTOBUF,
            "syntax = \"proto2\"; message Old { required int32 id = 1; optional group G = 2"
                + " { required bool b = 1; } }");
    old.check(bytes(0, 8, 1, 19, 8, 1, 20));
    assertRefused(old, bytes(0), "/id: expected a value, found nothing");
    assertRefused(old, bytes(0, 8, 1, 19, 20), "/g/b: expected a value, found nothing");
    assertRefused(
        old,
        bytes(0, 8, 1, 19, 8, 1),
        "/g: expected the end of group G, found the end of the data");
  }

  @Test
  void namesWhatCannotBeEncoded() {
    assertNotEncoded(
        order, "{'id': 'x'}", "expected a message shop.Order, found Not an int32 value: \"x\"");
  }

  @Test
  void nestingHasAnEnd() {
    RecordCodec list = codec(SchemaType.PROTOBUF, "syntax = \"proto3\"; message L { L l = 1; }");
    byte[] payload = new byte[0];
    for (int i = 0; i < 300; i++) {
      var out = new java.io.ByteArrayOutputStream();
      out.write(10);
      if (payload.length > 127) {
        out.write(payload.length & 127 | 128);
        out.write(payload.length >> 7);
      } else {
        out.write(payload.length);
      }
      out.writeBytes(payload);
      payload = out.toByteArray();
    }
    int[] framed = new int[payload.length + 1];
    for (int i = 0; i < payload.length; i++) {
      framed[i + 1] = payload[i];
    }
    String message =
        String.valueOf(
            org.junit.jupiter.api.Assertions.assertThrows(
                    MismatchException.class, () -> list.check(bytes(framed)))
                .getMessage());
    assertEquals(
        "expected at most 100 levels of messages, found one more",
        message.substring(message.indexOf(' ') + 1));
  }
}
