package io.tidepost.wire.records;

import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.compression.CompressionException;
import java.nio.ByteBuffer;

/// Changes to a batch that leave its records as they are.
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
    int codec = BatchHeader.codec(buffer, start);
    Compression source = Compression.of(codec);
    long baseOffset = BatchHeader.baseOffset(buffer, start);
    if (source == null) {
      throw new DamagedBatchException(BatchProblem.CODEC, baseOffset, "codec " + codec);
    }
    if (source != Compression.NONE) {
      try {
        content = source.decompress(content, decompressedMax);
      } catch (CompressionException e) {
        throw new DamagedBatchException(
            e.isTooLarge() ? BatchProblem.DECOMPRESSED_SIZE : BatchProblem.COMPRESSED_DATA,
            baseOffset,
            String.valueOf(e.getMessage()));
      }
    }
    if (target != Compression.NONE) {
      content = target.compress(content, level);
    }
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
