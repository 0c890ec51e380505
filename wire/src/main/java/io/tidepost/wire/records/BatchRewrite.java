package io.tidepost.wire.records;

import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.compression.CompressionException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/// Changes to a batch that leave each record as it is.
public final class BatchRewrite {

  private BatchRewrite() {}

  /// Sets timestamp type and max timestamp in place; the checksum is computed anew only when
  /// something changed.
  ///
  /// @param logAppendTime whether `maxTimestamp` is the broker's time for all records
  /// @param maxTimestamp milliseconds since 1970
  public static void setTimestamps(
      ByteBuffer buffer, int start, boolean logAppendTime, long maxTimestamp) {
    short attributes = BatchHeader.attributes(buffer, start);
    int changed =
        logAppendTime
            ? attributes | BatchHeader.LOG_APPEND_TIME_BIT
            : attributes & ~BatchHeader.LOG_APPEND_TIME_BIT;
    if (changed == attributes && BatchHeader.maxTimestamp(buffer, start) == maxTimestamp) {
      return;
    }
    buffer.putShort(start + BatchHeader.ATTRIBUTES, (short) changed);
    buffer.putLong(start + BatchHeader.MAX_TIMESTAMP, maxTimestamp);
    BatchChecksum.patch(buffer, start);
  }

  /// The same batch with another codec (the topic's `compression.type`): same header, same records.
  ///
  /// @param decompressedMax most bytes that the records may decompress to
  /// @return a new buffer on the heap, from position 0 to its limit
  /// @throws DamagedBatchException when the records cannot be decompressed within that
  public static ByteBuffer recompress(
      ByteBuffer buffer, int start, Compression target, int level, int decompressedMax) {
    int from = start + BatchHeader.SIZE;
    int to = start + BatchHeader.sizeInBytes(buffer, start);
    ByteBuffer content = buffer.slice(from, to - from);
    Compression source = codec(buffer, start);
    if (source != Compression.NONE) {
      content = decompress(buffer, start, source, decompressedMax);
    }
    if (target != Compression.NONE) {
      content = target.compress(content, level);
    }
    return withContent(buffer, start, content, target);
  }

  /// The same batch without some of its records; the others keep their offsets, and the batch its
  /// producer's sequence numbers: offsets are left out, as in a compacted log. When no record is
  /// left, the batch is one without records.
  ///
  /// @param gone indexes of the records to leave out
  /// @param decompressedMax most bytes that the records may decompress to
  /// @return a new buffer on the heap, from position 0 to its limit
  /// @throws DamagedBatchException when the records cannot be read within that
  public static ByteBuffer without(ByteBuffer buffer, int start, BitSet gone, int decompressedMax) {
    Compression codec = codec(buffer, start);
    int from = start + BatchHeader.SIZE;
    int to = start + BatchHeader.sizeInBytes(buffer, start);
    ByteBuffer plain =
        codec == Compression.NONE
            ? buffer.duplicate().limit(to).position(from)
            : decompress(buffer, start, codec, decompressedMax);
    int count = BatchHeader.recordCount(buffer, start);
    long baseTimestamp = BatchHeader.baseTimestamp(buffer, start);
    ByteBuffer kept = ByteBuffer.allocate(plain.remaining());
    RecordCursor cursor = new RecordCursor();
    cursor.start(plain, plain.position(), plain.limit());
    int left = 0;
    long latest = -1;
    for (int i = 0; i < count; i++) {
      BatchProblem problem = cursor.atEnd() ? BatchProblem.RECORD_COUNT : cursor.next();
      if (problem != BatchProblem.NONE) {
        throw new DamagedBatchException(
            problem, BatchHeader.baseOffset(buffer, start), "record " + i + " cannot be read");
      }
      if (!gone.get(i)) {
        left++;
        latest = Math.max(latest, baseTimestamp + cursor.timestampDelta());
        int size = cursor.endPosition() - cursor.recordPosition();
        kept.put(kept.position(), plain, cursor.recordPosition(), size);
        kept.position(kept.position() + size);
      }
    }
    kept.flip();
    Compression target = left == 0 ? Compression.NONE : codec;
    ByteBuffer content =
        target == Compression.NONE ? kept : target.compress(kept, target.levelDefault());
    ByteBuffer batch = withContent(buffer, start, content, target);
    batch.putInt(BatchHeader.RECORD_COUNT, left);
    if (left > 0 && !BatchHeader.isLogAppendTime(buffer, start)) {
      batch.putLong(BatchHeader.MAX_TIMESTAMP, latest);
    }
    BatchChecksum.patch(batch, 0);
    return batch;
  }

  private static Compression codec(ByteBuffer buffer, int start) {
    int codec = BatchHeader.codec(buffer, start);
    Compression known = Compression.of(codec);
    if (known == null) {
      throw new DamagedBatchException(
          BatchProblem.CODEC, BatchHeader.baseOffset(buffer, start), "codec " + codec);
    }
    return known;
  }

  private static ByteBuffer decompress(
      ByteBuffer buffer, int start, Compression source, int decompressedMax) {
    int from = start + BatchHeader.SIZE;
    int to = start + BatchHeader.sizeInBytes(buffer, start);
    try {
      return source.decompress(buffer.slice(from, to - from), decompressedMax);
    } catch (CompressionException e) {
      throw new DamagedBatchException(
          e.isTooLarge() ? BatchProblem.DECOMPRESSED_SIZE : BatchProblem.COMPRESSED_DATA,
          BatchHeader.baseOffset(buffer, start),
          String.valueOf(e.getMessage()));
    }
  }

  private static ByteBuffer withContent(
      ByteBuffer buffer, int start, ByteBuffer content, Compression target) {
    ByteBuffer batch = ByteBuffer.allocate(BatchHeader.SIZE + content.remaining());
    batch.put(0, buffer, start, BatchHeader.SIZE);
    batch.put(BatchHeader.SIZE, content, content.position(), content.remaining());
    batch.putInt(BatchHeader.BATCH_LENGTH, batch.capacity() - BatchHeader.LENGTH_OVERHEAD);
    int attributes = BatchHeader.attributes(buffer, start) & ~BatchHeader.CODEC_MASK;
    batch.putShort(BatchHeader.ATTRIBUTES, (short) (attributes | target.id()));
    BatchChecksum.patch(batch, 0);
    return batch;
  }
}
