package io.tidepost.log;

import io.tidepost.base.DiskFile;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.BatchScanner;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import io.tidepost.log.segment.SegmentScan;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks the checksums of a stretch of a segment before it is served for the first time since the
/// log was opened, and brings the segment's indexes into memory. As a side effect the bytes come
/// into the page cache off the owner loop.
///
/// It starts at the batch an index entry leads to. When that batch is not the one the entry names,
/// index or batch are damaged; only a scan of the whole segment can tell which.
final class VerifyWork implements LogWork {

  private static final int SPAN_MIN = 1 << 20;

  private final LogState log;
  private final SegmentLoader loader;
  private final Segment segment;
  private final DiskFile file;
  private final long size;
  private final int cuts;
  private final long offsetLimit;
  private final long endOffset;
  private final long offset;
  private final long span;
  private final boolean rebuild;
  private final @Nullable SegmentIndexes known;
  private final @Nullable TransactionIndex knownTransactions;
  private final List<Segment> before;

  private @Nullable SegmentIndexes indexes;
  private @Nullable SegmentScan scan;
  private @Nullable TransactionIndex transactions;
  private boolean whole;
  private boolean rebuilt;
  private long from;
  private long to;

  VerifyWork(
      LogState log,
      SegmentLoader loader,
      Segment segment,
      long offsetLimit,
      long offset,
      int maxBytes,
      boolean rebuild)
      throws IOException {
    this.log = log;
    this.loader = loader;
    this.segment = segment;
    this.file = segment.file();
    this.size = segment.size();
    this.cuts = segment.cuts();
    this.offsetLimit = offsetLimit;
    this.endOffset = offsetLimit == Long.MAX_VALUE ? segment.endOffset() : offsetLimit;
    this.offset = offset;
    this.span = Math.max(maxBytes, SPAN_MIN);
    this.rebuild = rebuild;
    this.known = segment.indexes();
    this.knownTransactions = segment.transactions();
    this.before = List.copyOf(log.segments.subList(0, log.segments.indexOf(segment)));
  }

  @Override
  public Kind kind() {
    return Kind.VERIFY;
  }

  @Override
  public void run() throws IOException {
    BatchScanner scanner = loader.scanner(segment, file, size, offsetLimit);
    SegmentIndexes hint = known;
    if (hint == null && !rebuild) {
      hint = loader.load(segment, size, scanner);
      indexes = hint;
    }
    if (hint == null || rebuild) {
      rebuilt = true;
      scanWhole(scanner);
      return;
    }
    // The stretch before `offset` may be verified already; go on where it ends.
    long start = startFor(hint, offset);
    int entry = hint.offsets().floorByPosition(segment.verified().endFrom(start));
    long position = entry < 0 ? 0 : hint.offsets().position(entry);
    if (entry >= 0
        && (scanner.batchAt(position) == 0
            || scanner.lastOffsetAt(position)
                != segment.baseOffset() + hint.offsets().relativeOffset(entry))) {
      scanWhole(scanner);
      return;
    }
    long expected = entry < 0 ? segment.baseOffset() : scanner.baseOffsetAt(position);
    scanStretch(scanner, position, expected);
  }

  private long startFor(SegmentIndexes hint, long target) {
    int entry = hint.offsets().floorByOffset(target - segment.baseOffset());
    return entry < 0 ? 0 : hint.offsets().position(entry);
  }

  private void scanStretch(BatchScanner scanner, long position, long expected) throws IOException {
    var found = newScan();
    long end = Math.min(size, position + span);
    boolean reached = scanner.scan(position, end, expected, Long.MIN_VALUE, found);
    if (!reached) {
      scanWhole(scanner);
      return;
    }
    scan = found;
    from = position;
    to = scanner.position();
    noteMissing(found, scanner);
  }

  private void noteMissing(SegmentScan found, BatchScanner scanner) {
    if (scanner.position() == size && !log.mayHaveGaps()) {
      found.missing(size, scanner.nextOffset(), endOffset);
    }
  }

  private void scanWhole(BatchScanner scanner) throws IOException {
    var found = newScan();
    whole = true;
    if (scanner.scan(0, size, segment.baseOffset(), Long.MIN_VALUE, found)) {
      noteMissing(found, scanner);
    } else {
      found.damaged(scanner.position(), size, scanner.nextOffset(), endOffset);
    }
    scan = found;
    from = 0;
    to = size;
    transactions = knownTransactions;
    if (transactions == null) {
      transactions =
          found.hasMarkers()
              ? loader.loadTransactions(segment, file, size, offsetLimit, before)
              : new TransactionIndex();
    }
  }

  private SegmentScan newScan() {
    return new SegmentScan(segment.path(), segment.baseOffset(), log.config.indexIntervalBytes());
  }

  @Override
  public void completed() {
    SegmentScan found = scan;
    if (found == null || segment.cuts() != cuts || !log.segments.contains(segment)) {
      return;
    }
    segment.verified().add(from, to);
    for (DamagedRange range : found.damagedRanges()) {
      if (segment.addDamaged(range)) {
        log.environment.events().damaged(log.topicPartition, range);
      }
    }
    TransactionIndex aborted = transactions;
    if (aborted != null && segment != log.active()) {
      loader.adoptRebuilt(segment, found.indexes(), aborted);
    } else if (segment.indexes() == null) {
      SegmentIndexes loaded = whole ? found.indexes() : indexes;
      if (loaded != null && segment.size() == size) {
        loader.adopt(segment, loaded);
      }
    }
    if (rebuilt) {
      log.environment
          .events()
          .rebuilt(
              log.topicPartition,
              segment.path(io.tidepost.log.segment.LogFiles.OFFSET_INDEX),
              "the index files of the segment are missing or damaged");
    }
  }

  @Override
  public void failed(IOException failure) {
    if (log.segments.contains(segment)) {
      segment.readFailed(failure);
      log.environment
          .events()
          .warning(
              log.topicPartition,
              "reading %s failed: %s".formatted(segment.path(), LogState.reason(failure)));
    }
  }
}
