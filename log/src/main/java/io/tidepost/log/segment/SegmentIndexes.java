package io.tidepost.log.segment;

import io.tidepost.log.index.OffsetIndex;
import io.tidepost.log.index.TimeIndex;
import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;

/// The offset and time index of one segment in memory, fed batch by batch in order: while appending
/// and while scanning alike, so that both build the same.
public final class SegmentIndexes {

  private final long baseOffset;
  private final OffsetIndex offsets;
  private final TimeIndex times;
  private long bytesSinceEntry;
  private long maxTimestamp = -1;
  private long offsetOfMaxTimestamp = -1;

  /// Empty indexes.
  public SegmentIndexes(long baseOffset) {
    this(baseOffset, new OffsetIndex(), new TimeIndex(), 0, -1, -1);
  }

  /// Indexes read from files.
  ///
  /// @param size of the segment they describe
  public SegmentIndexes(
      long baseOffset,
      OffsetIndex offsets,
      TimeIndex times,
      long size,
      long maxTimestamp,
      long offsetOfMaxTimestamp) {
    this.baseOffset = baseOffset;
    this.offsets = offsets;
    this.times = times;
    this.maxTimestamp = maxTimestamp;
    this.offsetOfMaxTimestamp = offsetOfMaxTimestamp;
    this.bytesSinceEntry = size - lastIndexedPosition();
  }

  private long lastIndexedPosition() {
    return offsets.count() == 0 ? 0 : offsets.position(offsets.count() - 1);
  }

  public OffsetIndex offsets() {
    return offsets;
  }

  public TimeIndex times() {
    return times;
  }

  /// Largest timestamp of all batches, -1 when none has one.
  public long maxTimestamp() {
    return maxTimestamp;
  }

  /// Last offset of the first batch that has the largest timestamp, -1 when none.
  public long offsetOfMaxTimestamp() {
    return offsetOfMaxTimestamp;
  }

  /// Notes the next batch.
  ///
  /// @param position where it starts in the segment file
  /// @param indexIntervalBytes `index.interval.bytes`
  public void add(ByteBuffer b, int start, long position, int size, int indexIntervalBytes) {
    long lastOffset = BatchHeader.lastOffset(b, start);
    long timestamp = BatchHeader.maxTimestamp(b, start);
    if (timestamp > maxTimestamp) {
      maxTimestamp = timestamp;
      offsetOfMaxTimestamp = lastOffset;
    }
    if (bytesSinceEntry > indexIntervalBytes) {
      offsets.append((int) (lastOffset - baseOffset), (int) position);
      noteMaxTimestamp();
      bytesSinceEntry = 0;
    }
    bytesSinceEntry += size;
  }

  /// Adds the time index entry that closes a segment.
  public void noteMaxTimestamp() {
    if (offsetOfMaxTimestamp >= 0) {
      times.maybeAppend(maxTimestamp, (int) (offsetOfMaxTimestamp - baseOffset));
    }
  }

  /// Takes back batches at or behind `position`.
  ///
  /// @param position where the first of them starts
  /// @param offset its base offset
  /// @param maxTimestampBefore what [#maxTimestamp] was without them
  /// @param offsetOfMaxTimestampBefore what [#offsetOfMaxTimestamp] was without them
  public void truncate(
      long position, long offset, long maxTimestampBefore, long offsetOfMaxTimestampBefore) {
    offsets.truncateToPosition(position);
    times.truncateToOffset(offset - baseOffset);
    maxTimestamp = maxTimestampBefore;
    offsetOfMaxTimestamp = offsetOfMaxTimestampBefore;
    bytesSinceEntry = position - lastIndexedPosition();
  }
}
