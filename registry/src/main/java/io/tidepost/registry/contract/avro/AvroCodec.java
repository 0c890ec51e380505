package io.tidepost.registry.contract.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidepost.registry.contract.MismatchException;
import io.tidepost.registry.contract.RecordCodec;
import io.tidepost.registry.schema.AvroSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/// Payloads in Avro's binary encoding (Avro specification 1.12, "Binary Encoding").
public final class AvroCodec implements RecordCodec {

  private static final JsonMapper JSON = new JsonMapper();

  private final Schema schema;
  private final String name;

  public AvroCodec(AvroSchema schema) {
    this.schema = schema.schema();
    this.name = schema.name();
  }

  @Override
  public String name(ByteBuffer payload) {
    return name;
  }

  @Override
  public void check(ByteBuffer payload) throws MismatchException {
    AvroCheck.check(schema, payload);
  }

  @Override
  public JsonNode toJson(ByteBuffer payload) throws MismatchException {
    check(payload); // the library believes what a payload says of its own size
    byte[] bytes = new byte[payload.remaining()];
    payload.get(payload.position(), bytes);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try {
      Object datum =
          new GenericDatumReader<Object>(schema)
              .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
      Encoder encoder = EncoderFactory.get().jsonEncoder(schema, json, false);
      new GenericDatumWriter<Object>(schema).write(datum, encoder);
      encoder.flush();
      return JSON.readTree(json.toByteArray());
    } catch (AvroRuntimeException e) {
      throw new MismatchException("", "data of the schema", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("a payload in memory cannot be read", e);
    }
  }

  @Override
  public byte[] toPayload(JsonNode json) throws MismatchException {
    return JsonToAvro.write(schema, json);
  }
}
