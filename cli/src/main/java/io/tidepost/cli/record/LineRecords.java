package io.tidepost.cli.record;

import io.tidepost.cli.Failure;
import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// A record per line; the key, if asked for, stands before a separator.
final class LineRecords implements RecordReader {

  private final LineReader lines;
  private final RecordTemplate template;
  private final byte @Nullable [] keySeparator;

  LineRecords(LineReader lines, RecordTemplate template, byte @Nullable [] keySeparator) {
    this.lines = lines;
    this.template = template;
    this.keySeparator = keySeparator;
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> next() throws IOException {
    byte[] line = lines.next();
    if (line == null) {
      return null;
    }
    if (keySeparator == null) {
      return template.record(template.key(), line);
    }
    int cut = indexOf(line, keySeparator);
    if (cut < 0) {
      throw new Failure(
          place()
              + " has no key: there is no '"
              + new String(keySeparator, template.charset())
              + "' in it");
    }
    byte[] key = Arrays.copyOf(line, cut);
    byte[] value = Arrays.copyOfRange(line, cut + keySeparator.length, line.length);
    return template.record(key, value);
  }

  @Override
  public String place() {
    return lines.place();
  }

  static int indexOf(byte[] line, byte[] wanted) {
    for (int i = 0; i <= line.length - wanted.length; i++) {
      if (Arrays.equals(line, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
