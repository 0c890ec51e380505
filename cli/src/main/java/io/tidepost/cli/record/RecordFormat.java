package io.tidepost.cli.record;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// How `consume` prints a record.
interface RecordFormat {

  /// Writes one record with whatever ends it.
  void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException;

  /// The format of this name, or the printf-like one when it has a `%`.
  static RecordFormat named(String name, String keySeparator) {
    byte[] separator = Escapes.replace(keySeparator).getBytes(StandardCharsets.UTF_8);
    return switch (name) {
      case "value" -> (record, out) -> line(out, record.value());
      case "key-value" ->
          (record, out) -> {
            part(out, record.key());
            out.write(separator);
            line(out, record.value());
          };
      case "json" -> new JsonFormat(false);
      case "yaml" -> new JsonFormat(true);
      default -> {
        if (name.indexOf('%') < 0) {
          throw new Failure(
              "unknown format '"
                  + name
                  + "': give value, key-value, json, yaml or one with %, as '%k %s\\n'");
        }
        yield new PrintfFormat(name);
      }
    };
  }

  private static void line(OutputStream out, byte @Nullable [] value) throws IOException {
    part(out, value);
    out.write('\n');
  }

  /// A null part is written as nothing; the JSON format tells the two apart.
  private static void part(OutputStream out, byte @Nullable [] value) throws IOException {
    if (value != null) {
      out.write(value);
    }
  }
}
