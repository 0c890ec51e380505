package io.tidepost.cli.dump;

import io.tidepost.base.Disk.OpenMode;
import io.tidepost.base.DiskFile;
import io.tidepost.base.world.RealDisk;
import io.tidepost.log.segment.BatchScanner;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.BatchRules;
import io.tidepost.wire.records.BatchValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The batches of a segment, found by the scanner that also recovers logs.
final class SegmentDump implements BatchScanner.Visitor {

  private final Path path;
  private final Lines lines;
  private final @Nullable RecordsDump records;
  private @Nullable DiskFile file;
  private boolean sound = true;

  SegmentDump(Path path, Lines lines, boolean withRecords) {
    this.path = path;
    this.lines = lines;
    this.records = withRecords ? new RecordsDump(lines) : null;
  }

  /// @return whether everything in it is a good batch
  boolean run() throws IOException {
    try (DiskFile opened = RealDisk.INSTANCE.open(path, OpenMode.READ)) {
      file = opened;
      long size = opened.size();
      long base = LogDump.baseOffset(path);
      var scanner = new BatchScanner(opened, base, size, Long.MAX_VALUE, true);
      if (size > 0 && !scanner.scan(0, size, base, Long.MIN_VALUE, this)) {
        behindLastGoodBatch(scanner.position(), size);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return sound;
  }

  @Override
  public void batch(ByteBuffer b, int start, long position, int size) {
    boolean hasProducer = BatchHeader.producerId(b, start) >= 0;
    Compression codec = Compression.of(BatchHeader.codec(b, start));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", "batch");
    fields.put("position", position);
    fields.put("size", size);
    fields.put("baseOffset", BatchHeader.baseOffset(b, start));
    fields.put("lastOffset", BatchHeader.lastOffset(b, start));
    fields.put("records", BatchHeader.recordCount(b, start));
    fields.put("crc", "ok");
    fields.put("codec", codec == null ? "unknown" : codec.codecName());
    fields.put("leaderEpoch", BatchHeader.leaderEpoch(b, start));
    fields.put("baseTimestamp", BatchHeader.baseTimestamp(b, start));
    fields.put("maxTimestamp", BatchHeader.maxTimestamp(b, start));
    fields.put(
        "timestampType", BatchHeader.isLogAppendTime(b, start) ? "LogAppendTime" : "CreateTime");
    fields.put("producerId", hasProducer ? BatchHeader.producerId(b, start) : null);
    fields.put("producerEpoch", hasProducer ? BatchHeader.producerEpoch(b, start) : null);
    fields.put("baseSequence", hasProducer ? BatchHeader.baseSequence(b, start) : null);
    fields.put("transactional", BatchHeader.isTransactional(b, start) ? true : null);
    fields.put("control", BatchHeader.isControl(b, start) ? true : null);
    lines.print(fields);
    if (records != null) {
      sound &= records.print(read(position, size));
    }
  }

  @Override
  public void damaged(long position, long endPosition, long firstOffset, long endOffset) {
    sound = false;
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", "damaged");
    fields.put("position", position);
    fields.put("size", endPosition - position);
    fields.put("firstOffset", firstOffset);
    fields.put("endOffset", endOffset);
    fields.put("problem", problem(position, endPosition - position));
    lines.print(fields);
  }

  /// A preallocated segment ends in zeros; anything else there is a torn or damaged tail.
  private void behindLastGoodBatch(long position, long size) throws IOException {
    boolean zeros = isZero(position, size);
    sound &= zeros;
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", zeros ? "empty" : "tail");
    fields.put("position", position);
    fields.put("size", size - position);
    fields.put("problem", zeros ? null : problem(position, size - position));
    lines.print(fields);
  }

  private String problem(long position, long available) {
    var validator = new BatchValidator();
    ByteBuffer bytes = read(position, (int) Math.min(available, 128 << 20));
    validator.check(bytes, BatchRules.INTERNAL, 0);
    return validator.message();
  }

  private boolean isZero(long from, long to) throws IOException {
    for (long at = from; at < to; ) {
      ByteBuffer chunk = read(at, (int) Math.min(to - at, 1 << 20));
      at += chunk.remaining();
      while (chunk.hasRemaining()) {
        if (chunk.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private ByteBuffer read(long position, int size) {
    try {
      var bytes = ByteBuffer.allocate(size);
      DiskFile from = file;
      while (from != null && bytes.hasRemaining()) {
        if (from.read(bytes, position + bytes.position()) <= 0) {
          break;
        }
      }
      return bytes.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
