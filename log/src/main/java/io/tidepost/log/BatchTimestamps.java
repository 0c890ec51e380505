package io.tidepost.log;

import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordIterator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Looks for timestamps inside one batch, compressed or not.
final class BatchTimestamps {

  /// A batch that decompresses to more is answered as a whole: with its first record.
  private static final int DECOMPRESSED_MAX = 32 << 20;

  private BatchTimestamps() {}

  /// The first record at or behind `fromOffset` whose timestamp is at least `timestamp`.
  static @Nullable TimestampOffset first(ByteBuffer batch, long timestamp, long fromOffset) {
    if (BatchHeader.isLogAppendTime(batch, 0)) {
      return whole(batch, fromOffset);
    }
    try {
      RecordIterator records = new RecordIterator().start(batch, 0, DECOMPRESSED_MAX);
      while (records.next()) {
        if (records.offset() >= fromOffset && records.timestamp() >= timestamp) {
          return at(batch, records);
        }
      }
      return null;
    } catch (DamagedBatchException e) {
      return whole(batch, fromOffset);
    }
  }

  /// The first record at or behind `fromOffset` with the largest timestamp of those.
  static @Nullable TimestampOffset max(ByteBuffer batch, long fromOffset) {
    if (BatchHeader.isLogAppendTime(batch, 0)) {
      return whole(batch, fromOffset);
    }
    try {
      RecordIterator records = new RecordIterator().start(batch, 0, DECOMPRESSED_MAX);
      TimestampOffset best = null;
      while (records.next()) {
        if (records.offset() >= fromOffset
            && (best == null || records.timestamp() > best.timestamp())) {
          best = at(batch, records);
        }
      }
      return best;
    } catch (DamagedBatchException e) {
      return whole(batch, fromOffset);
    }
  }

  private static TimestampOffset at(ByteBuffer batch, RecordIterator records) {
    return new TimestampOffset(
        records.timestamp(), records.offset(), BatchHeader.leaderEpoch(batch, 0));
  }

  /// With `LogAppendTime` the batch's maximum timestamp is every record's. Records that cannot be
  /// taken apart (the producer packed something else) are treated the same way, so that nothing
  /// that may be meant is skipped.
  private static TimestampOffset whole(ByteBuffer batch, long fromOffset) {
    return new TimestampOffset(
        BatchHeader.maxTimestamp(batch, 0),
        Math.max(fromOffset, BatchHeader.baseOffset(batch, 0)),
        BatchHeader.leaderEpoch(batch, 0));
  }
}
