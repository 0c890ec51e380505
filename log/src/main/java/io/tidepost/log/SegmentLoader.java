package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.producer.ProducerStates;
import io.tidepost.log.segment.BatchScanner;
import io.tidepost.log.segment.IndexFiles;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import io.tidepost.log.segment.SegmentScan;
import io.tidepost.log.segment.SegmentSummary;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings what is kept in a segment's derived files into memory when it is needed for the first
/// time, and rebuilds it from the batches when the files cannot be believed.
final class SegmentLoader {

  /// Offset from which checksums are looked at when only headers are wanted.
  static final long HEADERS_ONLY = Long.MAX_VALUE;

  /// How many rolled segments keep their indexes in memory.
  private static final int LOADED_MAX = 4;

  private final LogState log;
  private final DerivedWriter derived;
  private final ArrayDeque<Segment> loaded = new ArrayDeque<>(0);

  SegmentLoader(LogState log, DerivedWriter derived) {
    this.log = log;
    this.derived = derived;
  }

  /// Makes a segment that was opened cold ready for its first append.
  SegmentIndexes readyForAppend(Segment segment, long nowMillis) throws IOException {
    SegmentIndexes indexes = segment.indexes();
    if (indexes != null && segment.createdMillis() != 0) {
      return indexes;
    }
    // Appending goes on top of the index: it must be right, not only plausible.
    indexes = indexes(segment, false);
    transactions(segment);
    if (segment.firstTimestamp() < 0 && segment.size() > 0) {
      segment.firstTimestamp(firstTimestamp(segment.file()));
    }
    log.prepareActive(segment, nowMillis);
    return indexes;
  }

  static long firstTimestamp(DiskFile file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BatchHeader.SIZE);
    while (header.hasRemaining() && file.read(header, header.position()) > 0) {
      // until the header is there
    }
    return header.hasRemaining() ? -1 : BatchHeader.maxTimestamp(header, 0);
  }

  /// The segment's indexes, loaded or rebuilt if need be. May read the whole segment's headers.
  SegmentIndexes indexes(Segment segment) throws IOException {
    return indexes(segment, true);
  }

  private SegmentIndexes indexes(Segment segment, boolean plausibleIsEnough) throws IOException {
    SegmentIndexes known = segment.indexes();
    if (known != null) {
      return known;
    }
    int i = log.segments.indexOf(segment);
    BatchScanner scanner = scanner(segment, segment.file(), segment.size(), log.offsetLimit(i));
    SegmentIndexes fromFiles =
        plausibleIsEnough || described(segment, segment.size())
            ? load(segment, segment.size(), scanner)
            : null;
    if (fromFiles == null) {
      log.environment
          .events()
          .rebuilt(
              log.topicPartition,
              segment.path(LogFiles.OFFSET_INDEX),
              "the index files of the segment are missing or damaged");
      SegmentScan scan = rebuild(segment, segment.size(), scanner);
      fromFiles = scan.indexes();
      adoptRebuilt(
          segment, fromFiles, scan.hasMarkers() ? transactions(segment) : new TransactionIndex());
    } else {
      adopt(segment, fromFiles);
    }
    return fromFiles;
  }

  /// Builds the indexes anew, whatever the files say.
  SegmentIndexes indexesFromBatches(Segment segment) throws IOException {
    int i = log.segments.indexOf(segment);
    SegmentIndexes built =
        rebuild(
                segment,
                segment.size(),
                scanner(segment, segment.file(), segment.size(), log.offsetLimit(i)))
            .indexes();
    adopt(segment, built);
    return built;
  }

  /// Looks for damage in the whole segment.
  void noteDamage(Segment segment, int i) throws IOException {
    var scan =
        new SegmentScan(segment.path(), segment.baseOffset(), log.config.indexIntervalBytes());
    BatchScanner scanner = scanner(segment, segment.file(), segment.size(), log.offsetLimit(i));
    if (!scanner.scan(0, segment.size(), segment.baseOffset(), Long.MIN_VALUE, scan)) {
      scan.damaged(scanner.position(), segment.size(), scanner.nextOffset(), segment.endOffset());
    } else if (!log.mayHaveGaps()) {
      scan.missing(segment.size(), scanner.nextOffset(), segment.endOffset());
    }
    for (DamagedRange range : scan.damagedRanges()) {
      if (segment.addDamaged(range)) {
        log.environment.events().damaged(log.topicPartition, range);
      }
    }
  }

  /// Largest timestamp in a segment, -1 when there is none.
  long maxTimestamp(Segment segment) throws IOException {
    SegmentIndexes indexes = segment.indexes();
    SegmentSummary summary = segment.summary();
    if (indexes == null && summary != null) {
      return summary.maxTimestamp();
    }
    return indexes(segment).maxTimestamp();
  }

  BatchScanner scanner(Segment segment, DiskFile file, long size, long offsetLimit) {
    return new BatchScanner(file, segment.baseOffset(), size, offsetLimit, log.mayHaveGaps());
  }

  /// Reads and verifies the index files; safe on any thread.
  @Nullable SegmentIndexes load(Segment segment, long size, BatchScanner scanner)
      throws IOException {
    return IndexFiles.load(
        log.disk(),
        segment,
        size,
        described(segment, size) ? segment.summary() : null,
        log.writtenByKafka,
        scanner);
  }

  /// [#load] for an index that must be right: one that is vouched for.
  @Nullable SegmentIndexes loadDescribed(Segment segment, long size, BatchScanner scanner)
      throws IOException {
    return described(segment, size) ? load(segment, size, scanner) : null;
  }

  private static boolean described(Segment segment, long size) {
    SegmentSummary summary = segment.summary();
    return summary != null && summary.size() == size;
  }

  /// Gives the segment its indexes; those of rolled segments that were loaded longest ago go.
  void adopt(Segment segment, SegmentIndexes indexes) {
    segment.indexes(indexes);
    if (segment == log.active()) {
      return;
    }
    loaded.remove(segment);
    loaded.addLast(segment);
    while (loaded.size() > LOADED_MAX) {
      Segment oldest = loaded.removeFirst();
      if (oldest != log.active() && oldest.summary() != null) {
        oldest.indexes(null);
      }
    }
  }

  /// [#adopt] for what was built from the batches: it is also written down, so that it need not be
  /// built again.
  void adoptRebuilt(Segment segment, SegmentIndexes indexes, TransactionIndex transactions) {
    if (segment.transactions() == null) {
      segment.transactions(transactions);
    }
    adopt(segment, indexes);
    if (segment != log.active() && log.failure == null) {
      derived.noteUnindexed(segment);
      derived.submit();
    }
  }

  /// Builds indexes from the batches' headers; safe on any thread.
  SegmentScan rebuild(Segment segment, long size, BatchScanner scanner) throws IOException {
    var scan =
        new SegmentScan(segment.path(), segment.baseOffset(), log.config.indexIntervalBytes());
    scanner.scan(0, size, segment.baseOffset(), HEADERS_ONLY, scan);
    return scan;
  }

  /// The segment's aborted transactions, loaded or rebuilt if need be.
  TransactionIndex transactions(Segment segment) throws IOException {
    TransactionIndex known = segment.transactions();
    if (known != null) {
      return known;
    }
    int i = log.segments.indexOf(segment);
    TransactionIndex loaded =
        loadTransactions(
            segment,
            segment.file(),
            segment.size(),
            log.offsetLimit(i),
            log.segments.subList(0, Math.max(0, i)));
    segment.transactions(loaded);
    return loaded;
  }

  /// Reads the transaction index or rebuilds it; safe on any thread.
  ///
  /// @param before the segments before it, ascending
  TransactionIndex loadTransactions(
      Segment segment, DiskFile file, long size, long offsetLimit, List<Segment> before)
      throws IOException {
    SegmentSummary summary = described(segment, size) ? segment.summary() : null;
    TransactionIndex loaded =
        IndexFiles.loadTransactions(log.disk(), segment, summary, log.writtenByKafka);
    if (loaded != null) {
      return loaded;
    }
    if (summary != null) {
      log.environment
          .events()
          .rebuilt(
              log.topicPartition,
              segment.path(LogFiles.TRANSACTION_INDEX),
              "the transaction index is missing or damaged");
    }
    return rebuildTransactions(segment, file, size, offsetLimit, before);
  }

  /// Replays the batches on top of the newest producers' state that is known before the segment.
  private TransactionIndex rebuildTransactions(
      Segment segment, DiskFile file, long size, long offsetLimit, List<Segment> before)
      throws IOException {
    var index = new TransactionIndex();
    var producers = new ProducerStates(log.topicPartition);
    int from = before.size();
    while (!loadProducers(from == before.size() ? segment : before.get(from), producers)
        && from > 0) {
      from--;
    }
    for (Segment earlier : before.subList(from, before.size())) {
      try (DiskFile opened = log.disk().open(earlier.path(), Disk.OpenMode.READ)) {
        replay(earlier, opened, opened.size(), Long.MAX_VALUE, producers, new TransactionIndex());
      }
    }
    replay(segment, file, size, offsetLimit, producers, index);
    return index;
  }

  private boolean loadProducers(Segment segment, ProducerStates into) throws IOException {
    var snapshot = segment.path(LogFiles.PRODUCER_SNAPSHOT);
    return log.disk().exists(snapshot)
        && into.load(log.disk().readAll(snapshot), 0, Long.MAX_VALUE);
  }

  private void replay(
      Segment segment,
      DiskFile file,
      long size,
      long offsetLimit,
      ProducerStates producers,
      TransactionIndex index)
      throws IOException {
    scanner(segment, file, size, offsetLimit)
        .scan(
            0,
            size,
            segment.baseOffset(),
            HEADERS_ONLY,
            new SegmentScan(segment.path(), segment.baseOffset(), Integer.MAX_VALUE) {
              @Override
              public void batch(ByteBuffer window, int start, long position, int bytes) {
                TransactionIndex.Entry aborted = producers.apply(window, start, false);
                if (aborted != null) {
                  index.append(aborted);
                }
              }
            });
  }
}
