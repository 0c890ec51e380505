package io.tidepost.wire.records;

import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.compression.CompressionException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decides whether bytes that claim to be record batches may be stored. One thread; reused: the
/// result of a check is read from here until the next one. Allocates nothing per record, and
/// nothing at all unless compressed records are walked.
///
/// Uncompressed batches are always walked record by record, so that no reader ever meets offset
/// deltas, lengths or counts that contradict each other. Compressed ones are held to header and CRC
/// unless the rules ask for the walk.
public final class BatchValidator {

  private final RecordCursor cursor = new RecordCursor();

  private BatchProblem problem = BatchProblem.NONE;
  private int position;
  private int recordIndex;
  private String detail = "";
  private int batches;
  private int records;
  private long maxTimestamp;
  private int openedBytes;

  /// Checks everything from the buffer's position to its limit; neither moves.
  ///
  /// @param nowMillis the time to hold timestamps against
  /// @return [BatchProblem#NONE] when all may be stored, else the first problem
  public BatchProblem check(ByteBuffer buffer, BatchRules rules, long nowMillis) {
    problem = BatchProblem.NONE;
    recordIndex = -1;
    detail = "";
    batches = 0;
    records = 0;
    maxTimestamp = -1;
    openedBytes = 0;
    position = buffer.position();
    if (!buffer.hasRemaining()) {
      return fail(BatchProblem.NO_BATCH, "");
    }
    while (position < buffer.limit()) {
      if (rules.fromClient() && batches == 1) {
        return fail(BatchProblem.SEVERAL_BATCHES, "");
      }
      if (!frame(buffer, position)
          || !header(buffer, position, rules)
          || !content(buffer, position, rules, nowMillis)) {
        return problem;
      }
      batches++;
      position += BatchHeader.sizeInBytes(buffer, position);
    }
    return BatchProblem.NONE;
  }

  private BatchProblem fail(BatchProblem found, String why) {
    problem = found;
    detail = why;
    return found;
  }

  private boolean failed(BatchProblem found, String why) {
    fail(found, why);
    return false;
  }

  /// The batch is whole and its bytes are the ones that were written.
  private boolean frame(ByteBuffer buffer, int start) {
    int left = buffer.limit() - start;
    if (left <= BatchHeader.MAGIC) {
      return failed(BatchProblem.TRUNCATED, left + " bytes");
    }
    byte magic = BatchHeader.magic(buffer, start);
    if (magic != 2) {
      return failed(BatchProblem.MAGIC, "magic " + magic);
    }
    int length = buffer.getInt(start + BatchHeader.BATCH_LENGTH);
    if (length < BatchHeader.SIZE - BatchHeader.LENGTH_OVERHEAD) {
      return failed(BatchProblem.BATCH_LENGTH, "batch length " + length);
    }
    if (length > left - BatchHeader.LENGTH_OVERHEAD) {
      return failed(
          BatchProblem.TRUNCATED,
          "batch length " + length + ", " + (left - BatchHeader.LENGTH_OVERHEAD) + " bytes follow");
    }
    int computed = BatchChecksum.compute(buffer, start);
    int stored = buffer.getInt(start + BatchHeader.CRC);
    if (computed != stored) {
      return failed(
          BatchProblem.CRC,
          "stored " + Integer.toHexString(stored) + ", computed " + Integer.toHexString(computed));
    }
    return true;
  }

  private boolean header(ByteBuffer buffer, int start, BatchRules rules) {
    int codec = BatchHeader.codec(buffer, start);
    @Nullable Compression compression = Compression.of(codec);
    if (compression == null) {
      return failed(BatchProblem.CODEC, "codec " + codec);
    }
    if (compression == Compression.ZSTD && !rules.zstdAllowed()) {
      return failed(BatchProblem.CODEC_TOO_NEW, "");
    }
    int count = BatchHeader.recordCount(buffer, start);
    int lastOffsetDelta = BatchHeader.lastOffsetDelta(buffer, start);
    // A compacted log keeps batches that lost records, even all of them: fewer records than
    // offsets.
    boolean counts =
        rules.fromClient()
            ? count > 0 && lastOffsetDelta == count - 1
            : count >= 0 && lastOffsetDelta >= 0 && count - 1 <= lastOffsetDelta;
    if (!counts) {
      return failed(
          BatchProblem.RECORD_COUNT,
          "record count " + count + ", last offset delta " + lastOffsetDelta);
    }
    return !rules.fromClient() || clientHeader(buffer, start, rules);
  }

  private boolean clientHeader(ByteBuffer buffer, int start, BatchRules rules) {
    int attributes = BatchHeader.attributes(buffer, start);
    if ((attributes & BatchHeader.CONTROL_BIT) != 0) {
      return failed(BatchProblem.CONTROL, "");
    }
    if ((attributes & BatchHeader.DELETE_HORIZON_BIT) != 0) {
      return failed(BatchProblem.DELETE_HORIZON, "");
    }
    if ((attributes & BatchHeader.LOG_APPEND_TIME_BIT) != 0) {
      return failed(BatchProblem.TIMESTAMP_TYPE, "");
    }
    long producerId = BatchHeader.producerId(buffer, start);
    int producerEpoch = BatchHeader.producerEpoch(buffer, start);
    int sequence = BatchHeader.baseSequence(buffer, start);
    boolean transactional = (attributes & BatchHeader.TRANSACTIONAL_BIT) != 0;
    boolean fits =
        producerId >= 0 ? sequence >= 0 && producerEpoch >= 0 : producerId == -1 && !transactional;
    return fits
        || failed(
            BatchProblem.SEQUENCE,
            "producer id " + producerId + ", epoch " + producerEpoch + ", sequence " + sequence);
  }

  private boolean content(ByteBuffer buffer, int start, BatchRules rules, long nowMillis) {
    int codec = BatchHeader.codec(buffer, start);
    int from = start + BatchHeader.SIZE;
    int to = start + BatchHeader.sizeInBytes(buffer, start);
    if (codec == 0) {
      return walk(buffer, start, buffer, from, to, rules, nowMillis);
    }
    if (rules.walks()) {
      ByteBuffer plain = decompress(buffer, from, to, codec, rules.decompressedMax());
      if (plain == null) {
        return false;
      }
      openedBytes += plain.remaining();
      return walk(buffer, start, plain, plain.position(), plain.limit(), rules, nowMillis);
    }
    records += BatchHeader.recordCount(buffer, start);
    long latest = BatchHeader.maxTimestamp(buffer, start);
    maxTimestamp = Math.max(maxTimestamp, latest);
    return !rules.fromClient()
        || !rules.createTime()
        || (accepted(latest, rules, nowMillis)
            && accepted(BatchHeader.baseTimestamp(buffer, start), rules, nowMillis));
  }

  private @Nullable ByteBuffer decompress(
      ByteBuffer buffer, int from, int to, int codec, int limit) {
    Compression compression = Compression.of(codec);
    if (compression == null) {
      fail(BatchProblem.CODEC, "codec " + codec);
      return null;
    }
    try {
      return compression.decompress(buffer.slice(from, to - from), limit);
    } catch (CompressionException e) {
      fail(
          e.isTooLarge() ? BatchProblem.DECOMPRESSED_SIZE : BatchProblem.COMPRESSED_DATA,
          String.valueOf(e.getMessage()));
      return null;
    }
  }

  private boolean accepted(long timestamp, BatchRules rules, long nowMillis) {
    return rules.accepts(timestamp, nowMillis)
        || failed(BatchProblem.TIMESTAMP, "timestamp " + timestamp + ", now is " + nowMillis);
  }

  /// @param buffer the batch, for its header
  /// @param plain the uncompressed records, from `from` to `to`
  private boolean walk(
      ByteBuffer buffer,
      int start,
      ByteBuffer plain,
      int from,
      int to,
      BatchRules rules,
      long nowMillis) {
    int count = BatchHeader.recordCount(buffer, start);
    long baseTimestamp = BatchHeader.baseTimestamp(buffer, start);
    boolean checkTimestamps = rules.fromClient() && rules.createTime();
    int lastDelta = -1;
    long latest = -1;
    cursor.start(plain, from, to);
    for (int i = 0; i < count; i++) {
      recordIndex = i;
      if (cursor.atEnd()) {
        return failed(BatchProblem.RECORD_COUNT, "only " + i + " of " + count + " records");
      }
      BatchProblem found = cursor.next();
      if (found != BatchProblem.NONE) {
        return failed(found, "");
      }
      int delta = cursor.offsetDelta();
      if (rules.fromClient() ? delta != i : delta <= lastDelta) {
        return failed(BatchProblem.OFFSET_DELTA, "offset delta " + delta);
      }
      lastDelta = delta;
      if (rules.keysRequired() && cursor.keyLength() < 0) {
        return failed(BatchProblem.NO_KEY, "");
      }
      long timestamp = baseTimestamp + cursor.timestampDelta();
      if (checkTimestamps && !accepted(timestamp, rules, nowMillis)) {
        return false;
      }
      latest = Math.max(latest, timestamp);
    }
    recordIndex = -1;
    if (!cursor.atEnd()) {
      return failed(BatchProblem.RECORD_COUNT, "bytes follow the last of " + count + " records");
    }
    if (lastDelta > BatchHeader.lastOffsetDelta(buffer, start)) {
      return failed(BatchProblem.OFFSET_DELTA, "beyond the last offset delta");
    }
    records += count;
    maxTimestamp =
        Math.max(
            maxTimestamp,
            BatchHeader.isLogAppendTime(buffer, start)
                ? BatchHeader.maxTimestamp(buffer, start)
                : latest);
    return true;
  }

  /// What was found; [BatchProblem#NONE] after a good check.
  public BatchProblem problem() {
    return problem;
  }

  /// Index in the buffer of the batch that is wrong; behind the last one after a good check.
  public int position() {
    return position;
  }

  /// The record that is wrong, counted from 0 within its batch; -1 when it is the batch as a whole.
  public int recordIndex() {
    return recordIndex;
  }

  /// One sentence on what is wrong.
  public String message() {
    StringBuilder text = new StringBuilder();
    if (recordIndex >= 0) {
      text.append("record ").append(recordIndex).append(": ");
    }
    text.append(problem.text());
    if (!detail.isEmpty()) {
      text.append(" (").append(detail).append(')');
    }
    return text.toString();
  }

  /// Batches that were good.
  public int batches() {
    return batches;
  }

  /// What compressed batches were decompressed to for the walk, in bytes.
  public int openedBytes() {
    return openedBytes;
  }

  /// Records in the good batches.
  public int records() {
    return records;
  }

  /// The latest timestamp of the good batches in milliseconds, -1 for none: of the records that
  /// were walked, and what the header says for compressed batches that were not.
  public long maxTimestamp() {
    return maxTimestamp;
  }
}
