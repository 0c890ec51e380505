package io.tidepost.log;

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
import org.jspecify.annotations.Nullable;

/// Brings what is kept in a segment's derived files into memory when it is needed for the first
/// time, and rebuilds it from the batches when the files cannot be believed.
final class SegmentLoader {

  /// Offset from which checksums are looked at when only headers are wanted.
  static final long HEADERS_ONLY = Long.MAX_VALUE;

  /// How many rolled segments keep their indexes in memory.
  private static final int LOADED_MAX = 4;

  private final LogState log;
  private final ArrayDeque<Segment> loaded = new ArrayDeque<>(0);

  SegmentLoader(LogState log) {
    this.log = log;
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
      segment.firstTimestamp(firstTimestamp(segment));
    }
    log.prepareActive(segment, nowMillis);
    return indexes;
  }

  private static long firstTimestamp(Segment segment) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BatchHeader.SIZE);
    while (header.hasRemaining() && segment.file().read(header, header.position()) > 0) {
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
      fromFiles = rebuild(segment, segment.size(), scanner);
    }
    adopt(segment, fromFiles);
    return fromFiles;
  }

  /// Builds the indexes anew, whatever the files say.
  SegmentIndexes indexesFromBatches(Segment segment) throws IOException {
    int i = log.segments.indexOf(segment);
    SegmentIndexes built =
        rebuild(
            segment,
            segment.size(),
            scanner(segment, segment.file(), segment.size(), log.offsetLimit(i)));
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
    return new BatchScanner(file, segment.baseOffset(), size, offsetLimit, log.config.compacts());
  }

  /// Reads and verifies the index files; safe on any thread.
  @Nullable SegmentIndexes load(Segment segment, long size, BatchScanner scanner)
      throws IOException {
    return IndexFiles.load(
        log.disk(), segment, size, described(segment, size) ? segment.summary() : null, scanner);
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

  private SegmentIndexes rebuild(Segment segment, long size, BatchScanner scanner)
      throws IOException {
    var scan =
        new SegmentScan(segment.path(), segment.baseOffset(), log.config.indexIntervalBytes());
    scanner.scan(0, size, segment.baseOffset(), HEADERS_ONLY, scan);
    return scan.indexes();
  }

  /// The segment's aborted transactions, loaded or rebuilt if need be.
  TransactionIndex transactions(Segment segment) throws IOException {
    TransactionIndex known = segment.transactions();
    if (known != null) {
      return known;
    }
    TransactionIndex loaded = IndexFiles.loadTransactions(log.disk(), segment, segment.summary());
    if (loaded == null) {
      log.environment
          .events()
          .rebuilt(
              log.topicPartition,
              segment.path(LogFiles.TRANSACTION_INDEX),
              "the transaction index is missing or damaged");
      loaded = rebuildTransactions(segment);
    }
    segment.transactions(loaded);
    return loaded;
  }

  /// Replays the segment on top of the producers' state at its start.
  private TransactionIndex rebuildTransactions(Segment segment) throws IOException {
    var index = new TransactionIndex();
    var producers = new ProducerStates(log.topicPartition);
    var snapshot = segment.path(LogFiles.PRODUCER_SNAPSHOT);
    if (log.disk().exists(snapshot)) {
      producers.load(log.disk().readAll(snapshot), 0, Long.MAX_VALUE);
    }
    int i = log.segments.indexOf(segment);
    scanner(segment, segment.file(), segment.size(), log.offsetLimit(i))
        .scan(
            0,
            segment.size(),
            segment.baseOffset(),
            HEADERS_ONLY,
            new SegmentScan(segment.path(), segment.baseOffset(), Integer.MAX_VALUE) {
              @Override
              public void batch(ByteBuffer window, int start, long position, int size) {
                TransactionIndex.Entry aborted = producers.apply(window, start, false);
                if (aborted != null) {
                  index.append(aborted);
                }
              }
            });
    return index;
  }
}
