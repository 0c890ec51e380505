package io.tidepost.cli.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidepost.cli.Failure;
import io.tidepost.cli.JsonTree;
import io.tidepost.cli.record.JsonRecords;
import io.tidepost.cli.record.LineReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Reads docs/formats/topic-export.md. The whole file is looked at before its first record is
/// handed out: one that is cut off or damaged changes nothing.
final class FileSource implements Source {

  private static final int BATCH = 1000;
  private static final byte[] TRAILER = "{\"end\":".getBytes(StandardCharsets.UTF_8);

  private final Path file;
  private final InputStream in;
  private final LineReader lines;
  private final Outline outline;
  private final JsonRecords records;
  private long read;
  private boolean ended;

  private FileSource(Path file, String topic) throws IOException {
    this.file = file;
    long count = check(file);
    in = TopicFile.in(file);
    try {
      lines = lines(file, in);
      Outline found = outline(file, lines.next());
      outline = new Outline(found.topic(), found.partitions(), found.configs(), count);
      records = JsonRecords.ofExport(lines, topic.isEmpty() ? found.topic() : topic);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /// @param topic what records shall be for; empty for the name in the file
  static FileSource open(Path file, String topic) {
    try {
      return new FileSource(file, topic);
    } catch (NoSuchFileException e) {
      throw new Failure("there is no file " + file, e);
    } catch (EOFException e) {
      throw new Failure(file + " is cut off", e);
    } catch (ZipException e) {
      throw new Failure(file + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static LineReader lines(Path file, InputStream in) {
    return new LineReader(in, file.toString(), (byte) '\n');
  }

  private static Outline outline(Path file, byte @Nullable [] line) throws IOException {
    if (line == null) {
      throw new Failure(file + " is empty");
    }
    try {
      return Outline.read(file.toString(), JsonTree.object(line));
    } catch (JsonProcessingException e) {
      throw new Failure(file + " is no exported topic: its first line is no JSON", e);
    }
  }

  /// Reads all of it.
  ///
  /// @return how many records there are
  private static long check(Path file) throws IOException {
    try (InputStream in = TopicFile.in(file)) {
      LineReader lines = lines(file, in);
      CRC32C checksum = new CRC32C();
      byte[] line = lines.next();
      outline(file, line);
      long count = -1;
      while (line != null && !isTrailer(line)) {
        checksum.update(line);
        checksum.update('\n');
        count++;
        line = lines.next();
      }
      if (line == null) {
        throw new Failure(
            file + " is cut off behind " + count + " records: its last line is missing");
      }
      Map<String, @Nullable Object> trailer = JsonTree.object(line);
      if (!Long.toHexString(checksum.getValue()).equals(trailer.get("crc32c"))) {
        throw new Failure(file + " is damaged: its checksum is not that of its records");
      }
      return count;
    }
  }

  private static boolean isTrailer(byte[] line) {
    return line.length > TRAILER.length
        && java.util.Arrays.equals(line, 0, TRAILER.length, TRAILER, 0, TRAILER.length);
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> next() throws IOException {
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    while (batch.size() < BATCH && !ended) {
      byte[] line = lines.next();
      if (line == null || isTrailer(line)) {
        ended = true;
      } else {
        ProducerRecord<byte[], byte[]> record = records.record(line);
        Integer partition = record.partition();
        if (partition == null || partition < 0 || partition >= outline.partitions()) {
          throw new Failure(records.place() + " names no partition that the topic has");
        }
        batch.add(record);
        read++;
      }
    }
    return batch;
  }

  @Override
  public double done() {
    return outline.records() == 0 ? 1 : (double) read / outline.records();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
