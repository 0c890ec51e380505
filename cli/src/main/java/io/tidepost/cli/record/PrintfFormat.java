package io.tidepost.cli.record;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// A format with kcat's letters: `%t` topic, `%p` partition, `%o` offset, `%T` timestamp in
/// milliseconds, `%k` key, `%K` its length, `%s` value, `%S` its length, `%h` headers, `%%` a
/// percent sign. A null key or value is written as `NULL`, its length as -1.
final class PrintfFormat implements RecordFormat {

  private static final byte[] NULL = "NULL".getBytes(StandardCharsets.UTF_8);

  private final List<RecordFormat> parts = new ArrayList<>();

  PrintfFormat(String format) {
    String text = Escapes.replace(format);
    var literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        literal.append(c);
        continue;
      }
      i++;
      char letter = i < text.length() ? text.charAt(i) : ' ';
      if (letter == '%') {
        literal.append('%');
      } else {
        endLiteral(literal);
        parts.add(part(letter, format));
      }
    }
    endLiteral(literal);
  }

  @Override
  public void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
    for (RecordFormat part : parts) {
      part.write(record, out);
    }
  }

  private void endLiteral(StringBuilder literal) {
    if (literal.length() > 0) {
      byte[] bytes = literal.toString().getBytes(StandardCharsets.UTF_8);
      parts.add((record, out) -> out.write(bytes));
      literal.setLength(0);
    }
  }

  private static RecordFormat part(char letter, String format) {
    return switch (letter) {
      case 't' -> (record, out) -> text(out, record.topic());
      case 'p' -> (record, out) -> text(out, Integer.toString(record.partition()));
      case 'o' -> (record, out) -> text(out, Long.toString(record.offset()));
      case 'T' -> (record, out) -> text(out, Long.toString(record.timestamp()));
      case 'k' -> (record, out) -> out.write(orNull(record.key()));
      case 's' -> (record, out) -> out.write(orNull(record.value()));
      case 'K' -> (record, out) -> text(out, Integer.toString(length(record.key())));
      case 'S' -> (record, out) -> text(out, Integer.toString(length(record.value())));
      case 'h' -> (record, out) -> headers(out, record);
      default ->
          throw new Failure(
              "'"
                  + format
                  + "' has an unknown %"
                  + letter
                  + "; known are %t %p %o %T %k %K %s %S %h %%");
    };
  }

  private static void headers(OutputStream out, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    boolean first = true;
    for (Header header : record.headers()) {
      text(out, (first ? "" : ",") + header.key() + "=");
      out.write(orNull(header.value()));
      first = false;
    }
  }

  private static byte[] orNull(byte @Nullable [] bytes) {
    return bytes == null ? NULL : bytes;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? -1 : bytes.length;
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
