package io.tidepost.cli.record;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A format that sees keys and values that name a schema as JSON.
final class DecodedFormat implements RecordFormat {

  private final RecordFormat format;
  private final Decoding decoding;

  DecodedFormat(RecordFormat format, Decoding decoding) {
    this.format = format;
    this.decoding = decoding;
  }

  @Override
  public void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
    Decoding.Decoded key = decoding.decode(record, "key", record.key());
    Decoding.Decoded value = decoding.decode(record, "value", record.value());
    if (key == null && value == null) {
      format.write(record, out);
      return;
    }
    var decoded =
        new ConsumerRecord<byte[], byte[]>(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.timestampType(),
            record.serializedKeySize(),
            record.serializedValueSize(),
            key == null ? record.key() : key.json(),
            value == null ? record.value() : value.json(),
            record.headers(),
            Optional.empty());
    if (format instanceof JsonFormat json) {
      json.write(decoded, schema(key), schema(value), out);
    } else {
      format.write(decoded, out);
    }
  }

  private static @Nullable Integer schema(Decoding.@Nullable Decoded part) {
    return part == null ? null : part.schema();
  }
}
