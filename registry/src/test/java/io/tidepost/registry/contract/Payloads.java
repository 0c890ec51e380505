package io.tidepost.registry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.ResolvedReference;
import io.tidepost.registry.schema.SchemaParser;
import io.tidepost.registry.schema.SchemaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/// What the tests of all formats do with payloads.
final class Payloads {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Payloads() {}

  static RecordCodec codec(SchemaType type, String schema, ResolvedReference... references) {
    try {
      return RecordCodec.of(SchemaParser.parse(type, schema, List.of(references)));
    } catch (InvalidSchemaException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteBuffer bytes(int... bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = (byte) bytes[i];
    }
    return ByteBuffer.wrap(result);
  }

  /// There and back again; the payload is one that is in order.
  static void assertRoundTrip(RecordCodec codec, String there, String back)
      throws MismatchException {
    ByteBuffer payload = ByteBuffer.wrap(codec.toPayload(json(there)));
    codec.check(payload);
    codec.check(direct(payload));
    assertEquals(json(back), codec.toJson(payload));
  }

  private static ByteBuffer direct(ByteBuffer payload) {
    return ByteBuffer.allocateDirect(payload.remaining()).put(payload.duplicate()).flip();
  }

  static void assertRefused(RecordCodec codec, ByteBuffer payload, String message) {
    assertEquals(
        message, assertThrows(MismatchException.class, () -> codec.check(payload)).getMessage());
    assertEquals(0, payload.position());
  }

  static void assertNotEncoded(RecordCodec codec, String json, String message) {
    assertEquals(
        message,
        assertThrows(MismatchException.class, () -> codec.toPayload(json(json))).getMessage());
  }
}
