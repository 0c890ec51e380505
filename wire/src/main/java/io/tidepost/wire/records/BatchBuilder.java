package io.tidepost.wire.records;

import io.tidepost.wire.compression.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds one record batch, magic 2: for internal topics and for tests. Set what the header needs,
/// append records, [#build]. Not reusable; one thread.
public final class BatchBuilder {

  private final RecordWriter records = new RecordWriter();
  private Compression compression = Compression.NONE;
  private int level;
  private int attributes;
  private long baseOffset;
  private int leaderEpoch = -1;
  private long producerId = -1;
  private short producerEpoch = -1;
  private int baseSequence = -1;
  private long logAppendTime = -1;
  private long baseTimestamp = -1;
  private long maxTimestamp = -1;
  private int lastOffsetDelta = -1;
  private int count;

  /// An uncompressed batch at offset 0 with the records' own timestamps.
  public BatchBuilder() {}

  /// The codec, with Kafka's default level.
  public BatchBuilder compression(Compression compression) {
    return compression(compression, compression.levelDefault());
  }

  public BatchBuilder compression(Compression compression, int level) {
    this.compression = compression;
    this.level = level;
    return this;
  }

  public BatchBuilder baseOffset(long baseOffset) {
    this.baseOffset = baseOffset;
    return this;
  }

  public BatchBuilder leaderEpoch(int leaderEpoch) {
    this.leaderEpoch = leaderEpoch;
    return this;
  }

  /// Makes the batch idempotent.
  public BatchBuilder producer(long producerId, short producerEpoch, int baseSequence) {
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.baseSequence = baseSequence;
    return this;
  }

  /// Makes the batch part of its producer's transaction.
  public BatchBuilder transactional() {
    attributes |= BatchHeader.TRANSACTIONAL_BIT;
    return this;
  }

  /// Makes it a control batch (see [ControlRecords]).
  public BatchBuilder control() {
    attributes |= BatchHeader.CONTROL_BIT;
    return this;
  }

  /// Gives all records the broker's time.
  public BatchBuilder logAppendTime(long millis) {
    attributes |= BatchHeader.LOG_APPEND_TIME_BIT;
    logAppendTime = millis;
    return this;
  }

  /// Appends a record without headers at the next offset.
  public BatchBuilder append(long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
    return append(timestamp, key, value, List.of());
  }

  /// Appends a record at the next offset.
  ///
  /// @param timestamp milliseconds since 1970
  public BatchBuilder append(
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    return appendAt(lastOffsetDelta + 1, timestamp, key, value, headers);
  }

  /// Appends a record that keeps its place when others before it are gone (compaction).
  ///
  /// @param offsetDelta higher than the one before
  public BatchBuilder appendAt(
      int offsetDelta,
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    if (offsetDelta <= lastOffsetDelta) {
      throw new IllegalArgumentException(
          "offset delta " + offsetDelta + " after " + lastOffsetDelta);
    }
    if (count == 0) {
      baseTimestamp = timestamp;
    }
    records.write(timestamp - baseTimestamp, offsetDelta, key, value, headers);
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    lastOffsetDelta = offsetDelta;
    count++;
    return this;
  }

  /// Records so far.
  public int count() {
    return count;
  }

  /// Size of the batch so far, before compression.
  public int sizeInBytes() {
    return BatchHeader.SIZE + records.size();
  }

  /// The batch, from position 0 to its limit, on the heap.
  ///
  /// @throws IllegalStateException when there is no record
  public ByteBuffer build() {
    if (count == 0) {
      throw new IllegalStateException("a batch without records");
    }
    ByteBuffer content = records.toBuffer();
    if (compression != Compression.NONE) {
      content = compression.compress(content, level);
    }
    int size = BatchHeader.SIZE + content.remaining();
    ByteBuffer batch = ByteBuffer.allocate(size);
    batch.put(BatchHeader.SIZE, content, content.position(), content.remaining());
    header(batch, size);
    BatchChecksum.patch(batch, 0);
    return batch;
  }

  private void header(ByteBuffer batch, int size) {
    batch.putLong(BatchHeader.BASE_OFFSET, baseOffset);
    batch.putInt(BatchHeader.BATCH_LENGTH, size - BatchHeader.LENGTH_OVERHEAD);
    batch.putInt(BatchHeader.PARTITION_LEADER_EPOCH, leaderEpoch);
    batch.put(BatchHeader.MAGIC, (byte) 2);
    batch.putShort(BatchHeader.ATTRIBUTES, (short) (attributes | compression.id()));
    batch.putInt(BatchHeader.LAST_OFFSET_DELTA, lastOffsetDelta);
    batch.putLong(BatchHeader.BASE_TIMESTAMP, baseTimestamp);
    batch.putLong(BatchHeader.MAX_TIMESTAMP, logAppendTime >= 0 ? logAppendTime : maxTimestamp);
    batch.putLong(BatchHeader.PRODUCER_ID, producerId);
    batch.putShort(BatchHeader.PRODUCER_EPOCH, producerEpoch);
    batch.putInt(BatchHeader.BASE_SEQUENCE, baseSequence);
    batch.putInt(BatchHeader.RECORD_COUNT, count);
  }
}
