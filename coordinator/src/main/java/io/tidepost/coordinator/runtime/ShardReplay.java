package io.tidepost.coordinator.runtime;

import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordIterator;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Builds a shard's state from its partition's log, chunk by chunk, so that memory follows the
/// state and not the log. Belongs to one thread at a time.
///
/// @param <S> the shard
public final class ShardReplay<S extends Shard> {

  /// Most bytes that one batch may decompress to.
  private static final int DECOMPRESSED_BYTES_MAX = 256 << 20;

  private final S shard;
  private final Consumer<String> operatorLog;
  private final RecordIterator records = new RecordIterator();
  private long nextOffset;
  private long recordCount;

  /// @param shard empty
  /// @param operatorLog is told of records that cannot be read
  public ShardReplay(S shard, long startOffset, Consumer<String> operatorLog) {
    this.shard = shard;
    this.nextOffset = startOffset;
    this.operatorLog = operatorLog;
  }

  /// The state so far.
  public S shard() {
    return shard;
  }

  /// Offset of the first record that is still missing.
  public long nextOffset() {
    return nextOffset;
  }

  /// Records taken in so far.
  public long recordCount() {
    return recordCount;
  }

  /// Nothing is in the log before this offset that was not taken in.
  public void skipTo(long offset) {
    nextOffset = Math.max(nextOffset, offset);
  }

  /// Takes in committed batches, in the order of the log. Batches that were taken in before are
  /// skipped; a record that cannot be read is said and passed over, so that one bad record does not
  /// take away all groups.
  ///
  /// @param batches from position to limit; a batch cut off at the end is left for the next call
  /// @return bytes taken in
  public int take(ByteBuffer batches) {
    int at = batches.position();
    while (batches.limit() - at >= BatchHeader.SIZE) {
      int size = BatchHeader.sizeInBytes(batches, at);
      if (size < BatchHeader.SIZE || size > batches.limit() - at) {
        break;
      }
      if (BatchHeader.lastOffset(batches, at) >= nextOffset) {
        takeBatch(batches, at);
        nextOffset = BatchHeader.lastOffset(batches, at) + 1;
      }
      at += size;
    }
    return at - batches.position();
  }

  private void takeBatch(ByteBuffer batches, int at) {
    boolean control = BatchHeader.isControl(batches, at);
    boolean transactional = BatchHeader.isTransactional(batches, at);
    long producerId = transactional ? BatchHeader.producerId(batches, at) : -1;
    try {
      records.start(batches, at, DECOMPRESSED_BYTES_MAX);
      while (records.next()) {
        if (records.offset() >= nextOffset) {
          takeRecord(producerId, control);
        }
      }
    } catch (DamagedBatchException e) {
      operatorLog.accept(
          "The batch at offset "
              + BatchHeader.baseOffset(batches, at)
              + " cannot be read: "
              + e.getMessage());
    }
  }

  private void takeRecord(long producerId, boolean control) {
    recordCount++;
    if (control) {
      short type = ControlRecords.type(records.key());
      if (type == ControlRecords.COMMIT || type == ControlRecords.ABORT) {
        shard.applyMarker(producerId, type == ControlRecords.COMMIT);
      }
      return;
    }
    byte[] key = bytes(records.key());
    if (key == null) {
      operatorLog.accept("The record at offset " + records.offset() + " has no key");
      return;
    }
    try {
      shard.apply(records.offset(), producerId, new CoordinatorRecord(key, bytes(records.value())));
    } catch (CorruptRecordException e) {
      operatorLog.accept("Passing over a record: " + e.getMessage());
    }
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
