package io.tidepost.log;

import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Looks for timestamps inside one batch, compressed or not.
final class BatchTimestamps {

  private BatchTimestamps() {}

  /// The first record at or behind `fromOffset` whose timestamp is at least `timestamp`.
  static @Nullable TimestampOffset first(ByteBuffer batch, long timestamp, long fromOffset) {
    if (BatchHeader.isLogAppendTime(batch, 0)) {
      return stamped(batch, fromOffset);
    }
    throw new UnsupportedOperationException();
  }

  /// The first record at or behind `fromOffset` with the largest timestamp of those.
  static @Nullable TimestampOffset max(ByteBuffer batch, long fromOffset) {
    if (BatchHeader.isLogAppendTime(batch, 0)) {
      return stamped(batch, fromOffset);
    }
    throw new UnsupportedOperationException();
  }

  /// With `LogAppendTime` the batch's maximum timestamp is every record's.
  private static TimestampOffset stamped(ByteBuffer batch, long fromOffset) {
    return new TimestampOffset(
        BatchHeader.maxTimestamp(batch, 0),
        Math.max(fromOffset, BatchHeader.baseOffset(batch, 0)),
        BatchHeader.leaderEpoch(batch, 0));
  }
}
