package io.tidepost.cli.record;

import io.tidepost.cli.Failure;
import io.tidepost.cli.schema.SchemaCodecs;
import io.tidepost.registry.contract.MismatchException;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Records whose keys and values were JSON, encoded under schemas.
final class EncodedRecords implements RecordReader {

  private final RecordReader records;
  private final SchemaCodecs codecs;
  private final @Nullable Integer keySchema;
  private final @Nullable Integer valueSchema;

  /// @param keySchema id of the keys' schema, `null` leaves them as they are
  EncodedRecords(
      RecordReader records,
      SchemaCodecs codecs,
      @Nullable Integer keySchema,
      @Nullable Integer valueSchema) {
    this.records = records;
    this.codecs = codecs;
    this.keySchema = keySchema;
    this.valueSchema = valueSchema;
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> next() throws IOException {
    ProducerRecord<byte[], byte[]> record = records.next();
    if (record == null) {
      return null;
    }
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        encoded("key", keySchema, record.key()),
        encoded("value", valueSchema, record.value()),
        record.headers());
  }

  private byte @Nullable [] encoded(String what, @Nullable Integer schema, byte @Nullable [] json) {
    if (schema == null || json == null) {
      return json;
    }
    try {
      return codecs.encode(schema, json);
    } catch (MismatchException e) {
      throw new Failure(place() + ": the " + what + " does not fit: " + e.getMessage(), e);
    }
  }

  @Override
  public String place() {
    return records.place();
  }
}
