package io.tidepost.cli.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidepost.cli.JsonTree;
import io.tidepost.cli.YamlText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// A JSON object per line, or a YAML document, with all that a record has. Bytes that are not UTF-8
/// go into `keyBase64` or `valueBase64` instead, so that nothing is lost.
public final class JsonFormat implements RecordFormat {

  private static final JsonFactory FACTORY =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final boolean yaml;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  /// @param yaml whether to write the same fields as a YAML document
  public JsonFormat(boolean yaml) {
    this.yaml = yaml;
  }

  @Override
  public void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
    write(record, null, null, out);
  }

  /// @param keySchema id of the schema by which the key was decoded, `null` when it was not
  /// @param valueSchema likewise
  void write(
      ConsumerRecord<byte[], byte[]> record,
      @Nullable Integer keySchema,
      @Nullable Integer valueSchema,
      OutputStream out)
      throws IOException {
    if (yaml) {
      var json = new ByteArrayOutputStream();
      object(record, keySchema, valueSchema, json);
      String document = "---\n" + YamlText.text(JsonTree.object(json.toByteArray()));
      out.write(document.getBytes(StandardCharsets.UTF_8));
    } else {
      object(record, keySchema, valueSchema, out);
      out.write('\n');
    }
  }

  private void object(
      ConsumerRecord<byte[], byte[]> record,
      @Nullable Integer keySchema,
      @Nullable Integer valueSchema,
      OutputStream out)
      throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.writeStartObject();
      json.writeStringField("topic", record.topic());
      json.writeNumberField("partition", record.partition());
      json.writeNumberField("offset", record.offset());
      json.writeNumberField("timestamp", record.timestamp());
      json.writeStringField("timestampType", record.timestampType().toString());
      bytes(json, "key", record.key());
      bytes(json, "value", record.value());
      if (keySchema != null) {
        json.writeNumberField("keySchemaId", keySchema);
      }
      if (valueSchema != null) {
        json.writeNumberField("valueSchemaId", valueSchema);
      }
      headers(json, record.headers());
      json.writeEndObject();
    }
  }

  /// One that is to be written somewhere: partition and timestamp where they are known, key, value
  /// and headers, on a line.
  public void write(ProducerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.writeStartObject();
      if (record.partition() != null) {
        json.writeNumberField("partition", record.partition());
      }
      if (record.timestamp() != null) {
        json.writeNumberField("timestamp", record.timestamp());
      }
      bytes(json, "key", record.key());
      bytes(json, "value", record.value());
      headers(json, record.headers());
      json.writeEndObject();
    }
    out.write('\n');
  }

  private void headers(JsonGenerator json, Headers headers) throws IOException {
    json.writeArrayFieldStart("headers");
    for (Header header : headers) {
      json.writeStartObject();
      json.writeStringField("name", header.key());
      bytes(json, "value", header.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void bytes(JsonGenerator json, String field, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      json.writeNullField(field);
      return;
    }
    String text = text(bytes);
    if (text == null) {
      json.writeBinaryField(field + "Base64", bytes);
    } else {
      json.writeStringField(field, text);
    }
  }

  private @Nullable String text(byte[] bytes) {
    try {
      return utf8.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null; // the caller writes it as Base64
    }
  }
}
