package io.tidepost.log;

import io.tidepost.log.checkpoint.SegmentsFile;
import io.tidepost.log.epoch.LeaderEpochs;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.BatchScanner;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentScan;
import io.tidepost.log.segment.SegmentSummary;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out what a log holds that is not described by its derived files, by walking its batches:
/// checksums are looked at from the recovery point on, headers alone where they only feed producer
/// state, leader epochs and indexes.
///
/// What cannot be read at the very end, and was not known to be synced, is a torn write and is cut.
/// Everything else that cannot be read stays where it is, is reported, and its offsets are not
/// given out again.
final class LogScan {

  private final LogState log;
  private final SegmentLoader loader;
  private final DerivedWriter derived;
  private final LogOpenHints hints;
  private final List<String> names;
  private final @Nullable SegmentsFile described;
  private final Set<Long> changed;
  private final long nowMillis;
  private int latestLeaderEpoch = -1;

  /// Before it, everything was synced.
  private final long settledOffset;

  /// Producer snapshots up to here tell of batches that are known to be there.
  private long vouchedSnapshots;

  private long producersFrom;
  private long leaderEpochsFrom;
  private long lostUntil = -1;

  /// @param changed base offsets of segments whose files are not as described
  LogScan(
      LogState log,
      SegmentLoader loader,
      DerivedWriter derived,
      LogOpenHints hints,
      List<String> names,
      @Nullable SegmentsFile described,
      Set<Long> changed,
      long nowMillis) {
    this.log = log;
    this.loader = loader;
    this.derived = derived;
    this.hints = hints;
    this.names = names;
    this.described = described;
    this.changed = changed;
    this.nowMillis = nowMillis;
    this.settledOffset =
        described == null
            ? hints.recoveryPoint()
            : Math.max(
                hints.recoveryPoint(),
                Math.max(described.logEndOffset(), described.syncedOffset()));
  }

  void run() throws IOException {
    Segment empty = setEmptyTailAside();
    vouchedSnapshots = snapshotLimit();
    producersFrom = ProducerReplay.loadNewest(log, names, vouchedSnapshots, nowMillis);
    leaderEpochsFrom = loadLeaderEpochs();
    long end = log.segments.get(0).baseOffset();
    for (int i = 0; i < log.segments.size(); i++) {
      end = scanIfNeeded(i);
    }
    finish(end, empty);
  }

  /// After a crash transaction indexes are rebuilt together with the producers, for which their
  /// state must be known where the scan begins; after a clean stop the newest snapshot is the
  /// quickest.
  private long snapshotLimit() {
    if (hints.clean()) {
      return Long.MAX_VALUE;
    }
    for (int i = 0; i < log.segments.size(); i++) {
      if (looksAtChecksums(i)) {
        long base = log.segments.get(i).baseOffset();
        // Segments before the first may have gone with the power, and their batches with them.
        return i == 0 && base > checksumFrom() ? -1 : base;
      }
    }
    return log.active().baseOffset();
  }

  private boolean looksAtChecksums(int i) {
    Segment segment = log.segments.get(i);
    return segment == log.active()
        || changed.contains(segment.baseOffset())
        || log.offsetLimit(i) > checksumFrom();
  }

  /// An empty last segment says nothing, and a torn tail may be in the one before it.
  private @Nullable Segment setEmptyTailAside() throws IOException {
    Segment aside = null;
    while (log.segments.size() > 1 && log.active().size() == 0) {
      if (aside != null) {
        log.disk().deleteIfExists(aside.path());
      }
      aside = log.segments.removeLast();
    }
    return aside;
  }

  private long loadLeaderEpochs() throws IOException {
    LeaderEpochs loaded = LogRecovery.knownLeaderEpochs(log, names, described);
    if (loaded == null) {
      return -1;
    }
    log.leaderEpochs = loaded;
    if (described == null && !log.writtenByKafka) {
      // Nothing vouches for the file: it may be older than the batches.
      return -1;
    }
    // Batches behind the last described segment may have started more of them.
    long covered = log.segments.get(0).baseOffset();
    for (Segment segment : log.segments) {
      covered = segment.baseOffset();
      if (segment.summary() == null && described != null) {
        break;
      }
    }
    return covered;
  }

  /// @return the offset behind segment `i`
  private long scanIfNeeded(int i) throws IOException {
    Segment segment = log.segments.get(i);
    boolean last = segment == log.active();
    long end = last ? Long.MAX_VALUE : log.offsetLimit(i);
    if (looksAtChecksums(i) || end > Math.min(producersFrom, leaderEpochsFrom)) {
      return scan(i, segment, last);
    }
    SegmentSummary summary = segment.summary();
    if (summary != null && summary.endOffset() < end && !log.mayHaveGaps()) {
      missing(segment, summary.endOffset(), end);
    }
    return end;
  }

  /// Records between two segments are gone together with their file.
  private void missing(Segment segment, long from, long to) {
    var lost = new DamagedRange(segment.path(), segment.size(), segment.size(), from, to);
    segment.addDamaged(lost);
    log.environment.events().damaged(log.topicPartition, lost);
  }

  /// After a clean stop only the last segment's structure is looked at; checksums then wait until
  /// the bytes are read.
  private long checksumFrom() {
    return hints.clean() ? Long.MAX_VALUE : Math.max(0, settledOffset);
  }

  /// A damaged batch must not speak for its producer either, whoever stopped how.
  private long believedUntil() {
    return Math.min(checksumFrom(), producersFrom);
  }

  private long scan(int i, Segment segment, boolean last) throws IOException {
    if (!hints.clean()
        && segment.baseOffset() > vouchedSnapshots
        && producersFrom <= segment.baseOffset()
        && !log.producers.isEmpty()) {
      derived.noteSnapshot(segment.baseOffset(), log.producers.toSnapshot());
    }
    var transactions = new TransactionIndex();
    var scan =
        new SegmentScan(segment.path(), segment.baseOffset(), log.config.indexIntervalBytes()) {
          @Override
          public void batch(ByteBuffer window, int start, long position, int size) {
            super.batch(window, start, position, size);
            follow(window, start, transactions);
          }
        };
    BatchScanner scanner =
        loader.scanner(segment, segment.file(), segment.size(), log.offsetLimit(i));
    boolean whole =
        scanner.scan(
            0,
            segment.size(),
            segment.baseOffset(),
            changed.contains(segment.baseOffset()) ? 0 : believedUntil(),
            scan);
    long end = scanner.nextOffset();
    if (!whole) {
      end = endOfUnreadable(segment, scanner, scan, last);
    } else if (!last && end < log.offsetLimit(i) && !log.mayHaveGaps()) {
      scan.damaged(segment.size(), segment.size(), end, log.offsetLimit(i));
      end = log.offsetLimit(i);
    }
    for (DamagedRange range : scan.damagedRanges()) {
      segment.addDamaged(range);
      log.environment.events().damaged(log.topicPartition, range);
    }
    if (!hints.clean() && checksumFrom() <= segment.baseOffset()) {
      segment.verified().add(0, segment.size());
    }
    if (last || segment.summary() == null) {
      segment.indexes(scan.indexes());
    }
    if (producersFrom <= segment.baseOffset() || !scan.hasMarkers()) {
      segment.transactions(transactions);
    } else if (!last && segment.summary() == null) {
      loader.transactions(segment);
    }
    segment.firstTimestamp(scan.firstTimestamp());
    segment.endOffset(last ? end : log.offsetLimit(i));
    if (!last && segment.summary() == null) {
      derived.noteUnindexed(segment);
    }
    return segment.endOffset();
  }

  /// Leader epochs never go down from batch to batch. Where they do, a truncation was undone by a
  /// power loss: what follows was there before it.
  private void follow(ByteBuffer window, int start, TransactionIndex transactions) {
    long baseOffset = BatchHeader.baseOffset(window, start);
    int leaderEpoch = BatchHeader.leaderEpoch(window, start);
    if (leaderEpoch < latestLeaderEpoch && log.staleFrom < 0 && baseOffset >= settledOffset) {
      log.staleFrom = baseOffset;
    }
    latestLeaderEpoch = Math.max(latestLeaderEpoch, leaderEpoch);
    if (baseOffset >= leaderEpochsFrom && log.staleFrom < 0) {
      log.leaderEpochs.observe(BatchHeader.leaderEpoch(window, start), baseOffset);
    }
    if (baseOffset >= producersFrom) {
      TransactionIndex.Entry aborted = log.producers.apply(window, start, false);
      if (aborted != null) {
        transactions.append(aborted);
      }
    }
  }

  /// The scan found nothing good any more before the end of the segment.
  ///
  /// @return the offset behind the segment
  private long endOfUnreadable(
      Segment segment, BatchScanner scanner, SegmentScan scan, boolean last) throws IOException {
    long position = scanner.position();
    long next = scanner.nextOffset();
    if (last && !hints.clean() && next >= settledOffset) {
      log.environment
          .events()
          .tailCut(log.topicPartition, segment.path(), position, segment.size() - position);
      segment.writableFile().truncate(position);
      segment.size(position);
      segment.dirty(true);
      return next;
    }
    long claimed = scanner.claimedEndOffset(position, next);
    long end = Math.max(Math.max(next + 1, claimed), last ? knownEnd() : segment.endOffset());
    scan.damaged(position, segment.size(), next, end);
    lostUntil = last ? end : lostUntil;
    return end;
  }

  /// The log was at least so long: its offsets are not given out again. What a clean stop left
  /// tells that too.
  private long knownEnd() {
    return hints.clean() ? Math.max(settledOffset, log.producerSnapshotOffset) : settledOffset;
  }

  private void finish(long scannedEnd, @Nullable Segment empty) throws IOException {
    long end = Math.max(scannedEnd, knownEnd());
    Segment last = log.active();
    if (end > scannedEnd) {
      missing(last, scannedEnd, end);
      lostUntil = end;
    }
    log.endOffset = end;
    last.endOffset(end);
    log.syncedOffset = hints.clean() ? end : Math.min(end, Math.max(0, settledOffset));
    if (lostUntil >= 0 || (empty != null && empty.baseOffset() == end)) {
      // New records never go behind bytes that cannot be read.
      log.addSegment(end, nowMillis);
    }
    if (empty != null && empty.baseOffset() != log.active().baseOffset()) {
      log.disk().deleteIfExists(empty.path(LogFiles.LOG));
      log.entriesDirty = true;
    }
    ProducerReplay.removeBehind(log, names, end);
    if (!hints.clean()) {
      removeUnvouchedSnapshots();
    }
    log.derivedStale = true;
    if (!hints.clean()) {
      markUnsynced();
    }
    if (derived.hasNoted()) {
      derived.submit();
    }
  }

  /// Producer snapshots behind what is known to be on disk may tell of batches that got lost with
  /// the power: a retry of one would be called a duplicate.
  private void removeUnvouchedSnapshots() throws IOException {
    ProducerReplay.removeBehind(log, names, vouchedSnapshots);
  }

  /// What the last process wrote may be in the page cache only, however sound it looks: everything
  /// behind the recovery point is synced before it counts as durable.
  private void markUnsynced() {
    log.entriesDirty = true;
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      if (segment.size() > 0 && segment.endOffset() > settledOffset) {
        segment.dirty(true);
      }
    }
  }
}
