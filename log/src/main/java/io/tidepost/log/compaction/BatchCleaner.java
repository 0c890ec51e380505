package io.tidepost.log.compaction;

import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.compression.CompressionException;
import io.tidepost.wire.records.BatchChecksum;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.BatchProblem;
import io.tidepost.wire.records.RecordCursor;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides what stays of a batch, by Kafka's rules, and writes what stays. Offsets, sequences and
/// leader epoch of a batch never change; a batch that loses all records but is its producer's last
/// one, or the last of the cleaned part, stays as a header.
///
/// Tombstones, and markers of transactions of which nothing is left, go in two steps: the first
/// compaction that meets them stamps the batch with the time until which they stay (KIP-534).
final class BatchCleaner {

  /// Most bytes that a batch may decompress to.
  private static final int DECOMPRESSED_MAX = 128 << 20;

  private static final long NO_HORIZON = -1;

  private final OffsetMap map;
  private final CleanedTransactions transactions;
  private final Map<Long, LastRecord> producers;
  private final long endOffset;
  private final long nowMillis;
  private final long deleteRetentionMillis;
  private final RecordCursor cursor = new RecordCursor();
  private final RecordCopy copy = new RecordCopy();
  private long recordsRead;
  private long recordsKept;
  private long recordsWithoutKey;

  /// @param endOffset exclusive: what was considered for the map ends here
  BatchCleaner(
      OffsetMap map, CleanedTransactions transactions, CompactionPlan plan, long endOffset) {
    this.map = map;
    this.transactions = transactions;
    this.producers = plan.producers();
    this.endOffset = endOffset;
    this.nowMillis = plan.nowMillis();
    this.deleteRetentionMillis = plan.deleteRetentionMillis();
  }

  /// What stays of the batch at index `start`: the very same buffer when it stays as it is, another
  /// one with the new batch from position to limit, or `null` when it goes.
  ///
  /// @throws UncleanableException when its records cannot be read
  @Nullable ByteBuffer clean(ByteBuffer b, int start) throws UncleanableException {
    boolean control = BatchHeader.isControl(b, start);
    boolean discardable = control ? transactions.control(b, start) : transactions.data(b, start);
    long horizon = horizon(b, start);
    boolean due = horizon != NO_HORIZON && horizon <= nowMillis;
    int count = BatchHeader.recordCount(b, start);
    recordsRead += count;
    if (discardable && (!control || due)) {
      return emptied(b, start);
    }
    if (control) {
      return control(b, start, discardable && horizon == NO_HORIZON);
    }
    ByteBuffer plain = plain(b, start);
    int kept = keep(plain, b, start, due);
    if (kept == 0) {
      return emptied(b, start);
    }
    recordsKept += kept;
    boolean stamp = copy.tombstones() && horizon == NO_HORIZON;
    return kept == count && !stamp ? b : rewrite(plain, b, start, stamp);
  }

  private @Nullable ByteBuffer control(ByteBuffer b, int start, boolean stamp)
      throws UncleanableException {
    int count = BatchHeader.recordCount(b, start);
    recordsKept += count;
    if (count == 0) {
      return emptied(b, start);
    }
    if (!stamp) {
      return b;
    }
    ByteBuffer plain = plain(b, start);
    copy.begin(b, start);
    startRecords(plain, b, start);
    for (int i = 0; i < count; i++) {
      nextRecord(b, start);
      copy.keep(cursor, false);
    }
    return rewrite(plain, b, start, true);
  }

  /// Time until which the tombstones and markers of a batch stay, [#NO_HORIZON] when not stamped.
  private static long horizon(ByteBuffer b, int start) {
    return (BatchHeader.attributes(b, start) & BatchHeader.DELETE_HORIZON_BIT) == 0
        ? NO_HORIZON
        : BatchHeader.baseTimestamp(b, start);
  }

  /// The records of the batch, decompressed; the batch's own buffer when they are not compressed.
  static ByteBuffer plain(ByteBuffer b, int start) throws UncleanableException {
    int codec = BatchHeader.codec(b, start);
    if (codec == 0) {
      return b;
    }
    Compression compression = Compression.of(codec);
    if (compression == null) {
      throw unreadable(b, start, "codec " + codec + " is unknown");
    }
    int from = start + BatchHeader.SIZE;
    try {
      return compression.decompress(
          b.slice(from, BatchHeader.sizeInBytes(b, start) - BatchHeader.SIZE), DECOMPRESSED_MAX);
    } catch (CompressionException e) {
      throw unreadable(b, start, String.valueOf(e.getMessage()));
    }
  }

  private static UncleanableException unreadable(ByteBuffer b, int start, String why) {
    return new UncleanableException(
        "the batch at offset %d cannot be read: %s"
            .formatted(BatchHeader.baseOffset(b, start), why));
  }

  private void startRecords(ByteBuffer plain, ByteBuffer b, int start) {
    if (plain == b) {
      cursor.start(b, start + BatchHeader.SIZE, start + BatchHeader.sizeInBytes(b, start));
    } else {
      cursor.start(plain, plain.position(), plain.limit());
    }
  }

  private void nextRecord(ByteBuffer b, int start) throws UncleanableException {
    BatchProblem problem = cursor.atEnd() ? BatchProblem.RECORD_COUNT : cursor.next();
    if (problem != BatchProblem.NONE) {
      throw unreadable(b, start, problem.toString());
    }
  }

  /// Marks in [#copy] which records stay.
  ///
  /// @return how many
  private int keep(ByteBuffer plain, ByteBuffer b, int start, boolean due)
      throws UncleanableException {
    copy.begin(b, start);
    startRecords(plain, b, start);
    long baseOffset = BatchHeader.baseOffset(b, start);
    int kept = 0;
    for (int i = BatchHeader.recordCount(b, start); i > 0; i--) {
      nextRecord(b, start);
      long offset = baseOffset + cursor.offsetDelta();
      if (keeps(offset, due)) {
        copy.keep(cursor, offset < endOffset && cursor.valueLength() < 0);
        kept++;
      }
    }
    return kept;
  }

  private boolean keeps(long offset, boolean due) {
    if (offset >= endOffset) {
      return true;
    }
    if (cursor.keyLength() < 0) {
      recordsWithoutKey++;
      return false;
    }
    return offset >= map.get(cursor.buffer(), cursor.keyPosition(), cursor.keyLength())
        && (cursor.valueLength() >= 0 || !due);
  }

  /// The header alone, if it has to stay.
  private @Nullable ByteBuffer emptied(ByteBuffer b, int start) {
    if (!isLastOfProducer(b, start) && BatchHeader.lastOffset(b, start) + 1 != endOffset) {
      return null;
    }
    if (BatchHeader.recordCount(b, start) == 0) {
      return b;
    }
    ByteBuffer header = ByteBuffer.allocate(BatchHeader.SIZE);
    header.put(0, b, start, BatchHeader.SIZE);
    header.putInt(BatchHeader.BATCH_LENGTH, BatchHeader.SIZE - BatchHeader.LENGTH_OVERHEAD);
    int attributes =
        BatchHeader.attributes(b, start)
            & ~(BatchHeader.CODEC_MASK | BatchHeader.DELETE_HORIZON_BIT);
    header.putShort(BatchHeader.ATTRIBUTES, (short) attributes);
    header.putLong(BatchHeader.BASE_TIMESTAMP, -1);
    header.putInt(BatchHeader.RECORD_COUNT, 0);
    BatchChecksum.patch(header, 0);
    return header;
  }

  private boolean isLastOfProducer(ByteBuffer b, int start) {
    long producerId = BatchHeader.producerId(b, start);
    LastRecord last = producerId < 0 ? null : producers.get(producerId);
    if (last == null) {
      return false;
    }
    return last.lastOffset() >= 0
        ? BatchHeader.lastOffset(b, start) == last.lastOffset()
        : BatchHeader.isControl(b, start)
            && BatchHeader.producerEpoch(b, start) == last.producerEpoch();
  }

  /// The batch with the records marked in [#copy].
  private ByteBuffer rewrite(ByteBuffer plain, ByteBuffer b, int start, boolean stamp) {
    long baseTimestamp =
        stamp ? nowMillis + deleteRetentionMillis : BatchHeader.baseTimestamp(b, start);
    ByteBuffer records = copy.records(plain, baseTimestamp);
    Compression codec = Compression.of(BatchHeader.codec(b, start));
    if (codec != null && codec != Compression.NONE) {
      records = codec.compress(records, codec.levelDefault());
    }
    int size = BatchHeader.SIZE + records.remaining();
    ByteBuffer batch = ByteBuffer.allocate(size);
    batch.put(0, b, start, BatchHeader.SIZE);
    batch.put(BatchHeader.SIZE, records, records.position(), records.remaining());
    batch.putInt(BatchHeader.BATCH_LENGTH, size - BatchHeader.LENGTH_OVERHEAD);
    if (stamp) {
      int attributes = BatchHeader.attributes(b, start) | BatchHeader.DELETE_HORIZON_BIT;
      batch.putShort(BatchHeader.ATTRIBUTES, (short) attributes);
    }
    batch.putLong(BatchHeader.BASE_TIMESTAMP, baseTimestamp);
    if (!BatchHeader.isLogAppendTime(b, start)) {
      batch.putLong(BatchHeader.MAX_TIMESTAMP, copy.maxTimestamp());
    }
    batch.putInt(BatchHeader.RECORD_COUNT, copy.count());
    BatchChecksum.patch(batch, 0);
    return batch;
  }

  long recordsRead() {
    return recordsRead;
  }

  long recordsKept() {
    return recordsKept;
  }

  long recordsWithoutKey() {
    return recordsWithoutKey;
  }
}
