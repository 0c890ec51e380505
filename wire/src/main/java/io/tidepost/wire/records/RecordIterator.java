package io.tidepost.wire.records;

import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.compression.CompressionException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The records of one batch after the other. A flyweight: it stands on a record, and what it hands
/// out are slices of the batch (or of its decompressed content), good as long as that memory is.
///
/// Use: [#start], then [#next] until it says false. One thread.
public final class RecordIterator {

  private final RecordCursor cursor = new RecordCursor();
  private long baseOffset;
  private long baseTimestamp;
  private long logAppendTime = -1;
  private int left;
  private int openedBytes;

  /// An iterator without records, to be started.
  public RecordIterator() {}

  /// Starts on the batch at the buffer's index `start`, which must have been checked by a
  /// [BatchValidator] or come from one's own log.
  ///
  /// @param decompressedMax most bytes that its records may decompress to
  /// @throws DamagedBatchException when they cannot be decompressed within that
  public RecordIterator start(ByteBuffer buffer, int start, int decompressedMax) {
    baseOffset = BatchHeader.baseOffset(buffer, start);
    baseTimestamp = BatchHeader.baseTimestamp(buffer, start);
    logAppendTime =
        BatchHeader.isLogAppendTime(buffer, start) ? BatchHeader.maxTimestamp(buffer, start) : -1;
    left = BatchHeader.recordCount(buffer, start);
    int from = start + BatchHeader.SIZE;
    int to = start + BatchHeader.sizeInBytes(buffer, start);
    int codec = BatchHeader.codec(buffer, start);
    openedBytes = 0;
    if (codec == 0) {
      cursor.start(buffer, from, to);
    } else {
      ByteBuffer plain = decompress(buffer.slice(from, to - from), codec, decompressedMax);
      openedBytes = plain.remaining();
      cursor.start(plain, plain.position(), plain.limit());
    }
    return this;
  }

  private ByteBuffer decompress(ByteBuffer packed, int codec, int limit) {
    Compression compression = Compression.of(codec);
    if (compression == null) {
      throw new DamagedBatchException(BatchProblem.CODEC, baseOffset, "codec " + codec);
    }
    try {
      return compression.decompress(packed, limit);
    } catch (CompressionException e) {
      throw new DamagedBatchException(
          e.isTooLarge() ? BatchProblem.DECOMPRESSED_SIZE : BatchProblem.COMPRESSED_DATA,
          baseOffset,
          String.valueOf(e.getMessage()));
    }
  }

  /// Steps onto the next record.
  ///
  /// @return false when there is none
  /// @throws DamagedBatchException when the bytes are not a record, or the count is wrong
  public boolean next() {
    if (left == 0) {
      if (!cursor.atEnd()) {
        throw new DamagedBatchException(
            BatchProblem.RECORD_COUNT, baseOffset, "bytes follow the last record");
      }
      return false;
    }
    if (cursor.atEnd()) {
      throw new DamagedBatchException(
          BatchProblem.RECORD_COUNT, baseOffset, left + " records are missing");
    }
    BatchProblem problem = cursor.next();
    if (problem != BatchProblem.NONE) {
      throw new DamagedBatchException(problem, baseOffset, left + " records left");
    }
    left--;
    return true;
  }

  /// What the batch was decompressed to, in bytes; 0 when it was not compressed.
  public int openedBytes() {
    return openedBytes;
  }

  /// The record's offset in the log.
  public long offset() {
    return baseOffset + cursor.offsetDelta();
  }

  /// Records after the batch's base offset.
  public int offsetDelta() {
    return cursor.offsetDelta();
  }

  /// Milliseconds since 1970: the producer's, or the broker's when the batch has LogAppendTime.
  public long timestamp() {
    return logAppendTime >= 0 ? logAppendTime : baseTimestamp + cursor.timestampDelta();
  }

  /// The key, null when the record has none.
  public @Nullable ByteBuffer key() {
    return slice(cursor.keyPosition(), cursor.keyLength());
  }

  /// The value, null for a tombstone.
  public @Nullable ByteBuffer value() {
    return slice(cursor.valuePosition(), cursor.valueLength());
  }

  /// Number of headers.
  public int headerCount() {
    return cursor.headerCount();
  }

  /// The headers in order.
  public List<RecordHeader> headers() {
    if (cursor.headerCount() == 0) {
      return List.of();
    }
    List<RecordHeader> headers = new ArrayList<>(cursor.headerCount());
    VarintReader in = new VarintReader(cursor.buffer(), cursor.headersPosition());
    for (int i = 0; i < cursor.headerCount(); i++) {
      int nameLength = in.next();
      byte[] name = new byte[nameLength];
      cursor.buffer().get(in.position(), name);
      in.skip(nameLength);
      int valueLength = in.next();
      ByteBuffer value = slice(in.position(), valueLength);
      in.skip(Math.max(0, valueLength));
      headers.add(new RecordHeader(new String(name, StandardCharsets.UTF_8), value));
    }
    return headers;
  }

  private @Nullable ByteBuffer slice(int from, int length) {
    return length < 0 ? null : cursor.buffer().slice(from, length);
  }
}
