package io.tidepost.cli.transfer;

import io.tidepost.cli.Json;
import io.tidepost.cli.record.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Writes docs/formats/topic-export.md. The file gets its name when it is complete; before that it
/// is called the same with `.part` at its end.
final class FileSink implements Sink {

  private final Path file;
  private final Path part;
  private final OutputStream out;
  private final JsonFormat format = new JsonFormat(false);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final CRC32C checksum = new CRC32C();
  private final long[] counts;
  private boolean complete;

  FileSink(Path file, Outline outline) throws IOException {
    this.file = file;
    part = file.resolveSibling(file.getFileName() + ".part");
    out = TopicFile.out(file, Files.newOutputStream(part));
    counts = new long[outline.partitions()];
    line.writeBytes(Json.text(outline.tree(), false).getBytes(StandardCharsets.UTF_8));
    line.write('\n');
    writeLine();
  }

  @Override
  public void take(List<ProducerRecord<byte[], byte[]>> records) throws IOException {
    for (ProducerRecord<byte[], byte[]> record : records) {
      format.write(record, line);
      counts[record.partition()]++;
      writeLine();
    }
  }

  private void writeLine() throws IOException {
    byte[] bytes = line.toByteArray();
    checksum.update(bytes);
    out.write(bytes);
    line.reset();
  }

  @Override
  public void finish() throws IOException {
    out.write(
        (Json.text(trailer(counts, checksum.getValue()), false) + "\n")
            .getBytes(StandardCharsets.UTF_8));
    out.close();
    try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    complete = true;
  }

  /// The last line.
  static Map<String, Object> trailer(long[] counts, long checksum) {
    Map<String, Object> trailer = new LinkedHashMap<>();
    trailer.put("end", true);
    trailer.put("records", java.util.Arrays.stream(counts).boxed().toList());
    trailer.put("crc32c", Long.toHexString(checksum));
    return trailer;
  }

  @Override
  public void close() {
    if (complete) {
      return;
    }
    try {
      out.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
