package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.segment.BatchScanner;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentScan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads a stretch of a rolled segment again and looks at its checksums, so that bits that rot are
/// noticed while there are still copies elsewhere, and not by the consumer that needs the record.
final class ScrubWork implements LogWork {

  private final LogState log;
  private final SegmentLoader loader;
  private final Segment segment;
  private final ScrubCursor cursor;
  private final long size;
  private final int cuts;
  private final long offsetLimit;
  private final long from;
  private final long expected;
  private final long end;
  private @Nullable SegmentScan scan;
  private long position;
  private long nextOffset;

  private ScrubWork(
      LogState log,
      SegmentLoader loader,
      Segment segment,
      long offsetLimit,
      ScrubCursor cursor,
      int maxBytes) {
    this.log = log;
    this.loader = loader;
    this.segment = segment;
    this.cursor = cursor;
    this.size = segment.size();
    this.cuts = segment.cuts();
    this.offsetLimit = offsetLimit;
    this.from = cursor.position;
    this.expected = cursor.nextOffset < 0 ? segment.baseOffset() : cursor.nextOffset;
    this.end = Math.min(size, from + maxBytes);
  }

  /// The next stretch behind `cursor`; `null` when all rolled segments are done.
  static @Nullable ScrubWork next(
      LogState log, SegmentLoader loader, ScrubCursor cursor, int maxBytes) {
    for (int i = 0; i + 1 < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      boolean seen = cursor.position > 0 && segment.baseOffset() == cursor.segmentBaseOffset;
      boolean begun = seen && segment.cuts() == cursor.segmentCuts;
      if (begun && cursor.position >= segment.size()) {
        cursor.segmentDone(segment.baseOffset());
      } else if (seen || segment.baseOffset() > cursor.segmentBaseOffset) {
        if (!begun) {
          cursor.position = 0;
          cursor.nextOffset = -1;
        }
        if (segment.size() > 0) {
          return new ScrubWork(log, loader, segment, log.offsetLimit(i), cursor, maxBytes);
        }
        cursor.segmentDone(segment.baseOffset());
      }
    }
    return null;
  }

  @Override
  public Kind kind() {
    return Kind.VERIFY;
  }

  @Override
  public void run() throws IOException {
    var found =
        new SegmentScan(segment.path(), segment.baseOffset(), log.config.indexIntervalBytes());
    // A handle of its own: it must not keep the segment's open.
    try (DiskFile file = log.disk().open(segment.path(), Disk.OpenMode.READ)) {
      BatchScanner scanner = loader.scanner(segment, file, size, offsetLimit);
      if (scanner.scan(from, end, expected, Long.MIN_VALUE, found)) {
        position = scanner.position();
        nextOffset = scanner.nextOffset();
        if (position == size && !log.mayHaveGaps()) {
          found.missing(size, nextOffset, offsetLimit);
        }
      } else {
        found.damaged(scanner.position(), size, scanner.nextOffset(), offsetLimit);
        position = size;
        nextOffset = offsetLimit;
      }
    }
    scan = found;
  }

  @Override
  public void completed() {
    SegmentScan found = scan;
    if (found == null || !log.segments.contains(segment) || segment.cuts() != cuts) {
      cursor.segmentDone(segment.baseOffset());
      return;
    }
    for (DamagedRange range : found.damagedRanges()) {
      if (segment.addDamaged(range)) {
        log.environment.events().damaged(log.topicPartition, range);
      }
    }
    cursor.segmentBaseOffset = segment.baseOffset();
    cursor.segmentCuts = cuts;
    cursor.position = position;
    cursor.nextOffset = nextOffset;
  }

  @Override
  public void failed(IOException failure) {
    cursor.segmentDone(segment.baseOffset());
    if (log.segments.contains(segment)) {
      log.environment
          .events()
          .warning(
              log.topicPartition,
              "reading %s failed: %s".formatted(segment.path(), LogState.reason(failure)));
    }
  }
}
