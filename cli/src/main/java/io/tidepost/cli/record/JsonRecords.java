package io.tidepost.cli.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tidepost.cli.Failure;
import io.tidepost.cli.schema.SchemaCodecs;
import io.tidepost.registry.contract.MismatchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// A JSON object per line, as `consume -o json` prints them. Topic and offset are not taken over;
/// the partition only with `keepPartition`. What was decoded by a schema is encoded by it again.
public final class JsonRecords implements RecordReader {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final LineReader lines;
  private final RecordTemplate template;
  private final boolean keepPartition;
  private final @Nullable SchemaCodecs codecs;

  JsonRecords(
      LineReader lines,
      RecordTemplate template,
      boolean keepPartition,
      @Nullable SchemaCodecs codecs) {
    this.codecs = codecs;
    this.lines = lines;
    this.template = template;
    this.keepPartition = keepPartition;
  }

  /// Lines of an exported topic, each to its partition; none of them names a schema.
  public static JsonRecords ofExport(LineReader lines, String topic) {
    return new JsonRecords(
        lines, new RecordTemplate(topic, null, null, null, List.of(), false), true, null);
  }

  @Override
  public String place() {
    return lines.place();
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> next() throws IOException {
    byte[] line = lines.next();
    while (line != null && new String(line, StandardCharsets.UTF_8).isBlank()) {
      line = lines.next();
    }
    return line == null ? null : record(line);
  }

  /// The record on a line.
  public ProducerRecord<byte[], byte[]> record(byte[] line) throws IOException {
    var parts = new Parts();
    try (JsonParser json = FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Failure(place() + " is no JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        parts.take(field, json, this);
      }
    } catch (JsonProcessingException e) {
      throw new Failure(place() + " is no JSON: " + e.getOriginalMessage(), e);
    }
    List<Header> headers = new ArrayList<>(template.headers());
    headers.addAll(parts.headers);
    Integer partition = keepPartition ? parts.partition : template.partition();
    Long timestamp =
        parts.timestampMillis == null ? template.timestampMillis() : parts.timestampMillis;
    byte[] key = parts.key == null ? template.key() : encoded(parts.keySchema, parts.key);
    byte[] value = encoded(parts.valueSchema, parts.value);
    return new ProducerRecord<>(template.topic(), partition, timestamp, key, value, headers);
  }

  private byte @Nullable [] encoded(@Nullable Integer schema, byte @Nullable [] part) {
    if (schema == null || part == null) {
      return part;
    }
    if (codecs == null) {
      throw new Failure(place() + " names a schema, and is to be taken as it is");
    }
    try {
      return codecs.encode(schema, part);
    } catch (MismatchException e) {
      throw new Failure(place() + " does not keep to schema " + schema + ": " + e.getMessage(), e);
    }
  }

  /// Collects the fields of one object.
  private static final class Parts {
    byte @Nullable [] key;
    byte @Nullable [] value;
    @Nullable Integer keySchema;
    @Nullable Integer valueSchema;
    @Nullable Integer partition;
    @Nullable Long timestampMillis;
    final List<Header> headers = new ArrayList<>();

    void take(String field, JsonParser json, JsonRecords from) throws IOException {
      switch (field) {
        case "key", "keyBase64" -> key = bytes(field, json, from);
        case "value", "valueBase64" -> value = bytes(field, json, from);
        case "keySchemaId" -> keySchema = json.getIntValue();
        case "valueSchemaId" -> valueSchema = json.getIntValue();
        case "partition" -> partition = json.getIntValue();
        case "timestamp" -> timestampMillis = json.getLongValue();
        case "headers" -> takeHeaders(json, from);
        case "topic", "offset", "timestampType", "leaderEpoch" -> json.skipChildren();
        default -> throw new Failure(from.place() + " has an unknown field '" + field + "'");
      }
    }

    private void takeHeaders(JsonParser json, JsonRecords from) throws IOException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw new Failure(from.place() + ": headers must be an array");
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        String name = null;
        byte[] headerValue = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String field = json.currentName();
          json.nextToken();
          if (field.equals("name")) {
            name = json.getText();
          } else if (field.equals("value") || field.equals("valueBase64")) {
            headerValue = bytes(field, json, from);
          } else {
            throw new Failure(from.place() + " has an unknown field '" + field + "' in a header");
          }
        }
        if (name == null) {
          throw new Failure(from.place() + " has a header without a name");
        }
        headers.add(new RecordHeader(name, headerValue));
      }
    }

    private static byte @Nullable [] bytes(String field, JsonParser json, JsonRecords from)
        throws IOException {
      return switch (json.currentToken()) {
        case VALUE_NULL -> null;
        case VALUE_STRING -> {
          String text = json.getText();
          try {
            yield field.endsWith("Base64")
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
          } catch (IllegalArgumentException e) {
            throw new Failure(from.place() + ": " + field + " is no Base64", e);
          }
        }
        default -> throw new Failure(from.place() + ": " + field + " must be a string or null");
      };
    }
  }
}
