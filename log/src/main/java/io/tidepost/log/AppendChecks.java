package io.tidepost.log;

import io.tidepost.log.AppendResult.Status;
import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a payload must fulfil besides being well-formed: who may write what, where offsets
/// continue, which timestamps are allowed.
final class AppendChecks {

  private final LogState log;

  AppendChecks(LogState log) {
    this.log = log;
  }

  /// @return `null` when everything is in order
  @Nullable AppendResult check(ByteBuffer b, AppendOrigin origin, long nextOffset, long nowMillis) {
    if (b.remaining() < BatchHeader.SIZE) {
      return refused(Status.INVALID_RECORD, "holds no record batch");
    }
    if (b.remaining() > log.config.segmentBytes() && origin != AppendOrigin.REPLICATION) {
      return refused(
          Status.RECORD_BATCH_TOO_LARGE,
          "has %d bytes, more than segment.bytes (%d)"
              .formatted(b.remaining(), log.config.segmentBytes()));
    }
    long expected = nextOffset;
    int size;
    for (int start = b.position(); start < b.limit(); start += size) {
      size = b.limit() - start < BatchHeader.SIZE ? -1 : BatchHeader.sizeInBytes(b, start);
      if (size < BatchHeader.SIZE || size > b.limit() - start) {
        return refused(Status.INVALID_RECORD, "does not end with a whole record batch");
      }
      AppendResult result =
          origin == AppendOrigin.REPLICATION
              ? checkOffset(b, start, expected)
              : checkWritten(b, start, origin, nowMillis);
      if (result != null) {
        return result;
      }
      expected = BatchHeader.lastOffset(b, start) + 1;
    }
    return null;
  }

  private @Nullable AppendResult checkOffset(ByteBuffer b, int start, long expected) {
    long baseOffset = BatchHeader.baseOffset(b, start);
    return baseOffset >= expected
        ? null
        : refused(
            Status.UNEXPECTED_OFFSET,
            "starts at offset %d although the log ends at %d".formatted(baseOffset, expected));
  }

  private @Nullable AppendResult checkWritten(
      ByteBuffer b, int start, AppendOrigin origin, long nowMillis) {
    if (origin == AppendOrigin.CLIENT && BatchHeader.isControl(b, start)) {
      return refused(Status.INVALID_RECORD, "is a control batch, which clients may not write");
    }
    if (origin == AppendOrigin.CLIENT && BatchHeader.isLogAppendTime(b, start)) {
      return refused(
          Status.INVALID_TIMESTAMP, "claims LogAppendTime, which only the broker may set");
    }
    if (log.config.timestampType() == TimestampType.LOG_APPEND_TIME
        || origin != AppendOrigin.CLIENT) {
      return null;
    }
    return checkTimestamps(b, start, nowMillis);
  }

  private @Nullable AppendResult checkTimestamps(ByteBuffer b, int start, long nowMillis) {
    long latest = BatchHeader.maxTimestamp(b, start);
    long first = BatchHeader.baseTimestamp(b, start);
    if (latest >= 0 && latest - nowMillis > log.config.timestampAfterMaxMillis()) {
      return refused(
          Status.INVALID_TIMESTAMP,
          "has timestamp %d, more than message.timestamp.after.max.ms (%d) ahead of the broker's %d"
              .formatted(latest, log.config.timestampAfterMaxMillis(), nowMillis));
    }
    if (first >= 0 && nowMillis - first > log.config.timestampBeforeMaxMillis()) {
      return refused(
          Status.INVALID_TIMESTAMP,
          "has timestamp %d, more than message.timestamp.before.max.ms (%d) behind the broker's %d"
              .formatted(first, log.config.timestampBeforeMaxMillis(), nowMillis));
    }
    return null;
  }

  /// The last offset the payload gets when its first is `nextOffset`.
  long lastOffsetOf(ByteBuffer b, AppendOrigin origin, long nextOffset) {
    long last = nextOffset - 1;
    for (int start = b.position(); start < b.limit(); start += BatchHeader.sizeInBytes(b, start)) {
      last =
          origin == AppendOrigin.REPLICATION
              ? BatchHeader.lastOffset(b, start)
              : last + 1 + BatchHeader.lastOffsetDelta(b, start);
    }
    return last;
  }

  private AppendResult refused(Status status, String what) {
    return AppendResult.refused(status, "Payload for " + log.topicPartition + " " + what);
  }
}
