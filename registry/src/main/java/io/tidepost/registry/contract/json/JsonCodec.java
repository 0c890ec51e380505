package io.tidepost.registry.contract.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.schema.InvalidSchemaException;
import io.tidepost.registry.schema.JsonSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/// Payloads that are JSON documents.
public final class JsonCodec implements RecordCodec {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonRules rules;
  private final String name;

  public JsonCodec(JsonSchema schema) throws InvalidSchemaException {
    this.rules = JsonRules.of(schema);
    this.name = schema.name();
  }

  @Override
  public String name(ByteBuffer payload) {
    return name;
  }

  @Override
  public void check(ByteBuffer payload) throws MismatchException {
    rules.check(read(payload), payload.remaining());
  }

  @Override
  public JsonNode toJson(ByteBuffer payload) throws MismatchException {
    return read(payload);
  }

  @Override
  public byte[] toPayload(JsonNode json) throws MismatchException {
    try {
      byte[] payload = JSON.writeValueAsBytes(json);
      rules.check(json, payload.length);
      return payload;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("JSON cannot be written", e);
    }
  }

  private static JsonNode read(ByteBuffer payload) throws MismatchException {
    try {
      JsonNode node;
      if (payload.hasArray()) {
        int offset = payload.arrayOffset() + payload.position();
        node = JSON.readTree(payload.array(), offset, payload.remaining());
      } else {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        node = JSON.readTree(bytes);
      }
      if (node.isMissingNode()) {
        throw new MismatchException("", "a JSON document", "nothing");
      }
      return node;
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new MismatchException(
          "",
          "a JSON document",
          e.getOriginalMessage()
              + (where == null || where.getByteOffset() < 0
                  ? ""
                  : " at byte " + where.getByteOffset()));
    } catch (IOException e) {
      throw new UncheckedIOException("a payload in memory cannot be read", e);
    }
  }
}
