package io.tidepost.log.segment;

import io.tidepost.log.DamagedRange;
import io.tidepost.wire.records.BatchHeader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Collects what a scan of a segment yields: its indexes and its damage.
public class SegmentScan implements BatchScanner.Visitor {

  private final Path path;
  private final int indexIntervalBytes;
  private final SegmentIndexes indexes;
  private final List<DamagedRange> damaged = new ArrayList<>(0);
  private long firstTimestamp = -1;
  private long nextOffset = -1;
  private boolean markers;

  public SegmentScan(Path path, long baseOffset, int indexIntervalBytes) {
    this.path = path;
    this.indexIntervalBytes = indexIntervalBytes;
    this.indexes = new SegmentIndexes(baseOffset);
  }

  @Override
  public void batch(ByteBuffer window, int start, long position, int size) {
    if (position == 0) {
      firstTimestamp = BatchHeader.maxTimestamp(window, start);
    }
    indexes.add(window, start, position, size, indexIntervalBytes);
    nextOffset = BatchHeader.lastOffset(window, start) + 1;
    markers |= BatchHeader.isControl(window, start);
  }

  @Override
  public void damaged(long position, long endPosition, long firstOffset, long endOffset) {
    damaged.add(new DamagedRange(path, position, endPosition, firstOffset, endOffset));
  }

  /// Notes records that should stand behind the last batch of the file, and do not.
  ///
  /// @param size of the file in bytes
  /// @param from the offset behind its last batch
  /// @param to where the records that follow begin
  public void missing(long size, long from, long to) {
    if (from < to) {
      damaged(size, size, from, to);
    }
  }

  /// Built from the batches met; whole when the scan began at position 0.
  public SegmentIndexes indexes() {
    return indexes;
  }

  public List<DamagedRange> damagedRanges() {
    return damaged;
  }

  /// Whether there are transaction markers: without them no transaction was aborted here.
  public boolean hasMarkers() {
    return markers;
  }

  /// Timestamp of the batch at position 0, -1 when unknown.
  public long firstTimestamp() {
    return firstTimestamp;
  }

  /// Behind the last good batch; -1 when there was none.
  public long nextOffset() {
    return nextOffset;
  }
}
