package io.tidepost.log;

import io.tidepost.log.segment.BatchScanner;
import io.tidepost.log.segment.HeaderWalk;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Finds records by timestamp (ListOffsets, KIP-79, KIP-734).
final class TimestampSearch {

  private final LogState log;
  private final SegmentLoader loader;
  private final LogReader reader;

  TimestampSearch(LogState log, SegmentLoader loader, LogReader reader) {
    this.log = log;
    this.loader = loader;
    this.reader = reader;
  }

  /// The first record at or behind the log start offset whose timestamp is at least `timestamp`.
  @Nullable TimestampOffset first(long timestamp) throws IOException {
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      if (segment.size() == 0
          || log.offsetLimit(i) <= log.logStartOffset
          || loader.maxTimestamp(segment) < timestamp) {
        continue;
      }
      TimestampOffset found = firstIn(segment, i, timestamp);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable TimestampOffset firstIn(Segment segment, int i, long timestamp)
      throws IOException {
    SegmentIndexes indexes = loader.indexes(segment);
    var walk = walk(segment, indexes, firstOffset(log, segment, indexes, timestamp));
    BatchScanner scanner = null;
    while (load(walk, segment, i)) {
      if (walk.maxTimestamp() >= timestamp && walk.lastOffset() >= log.logStartOffset) {
        scanner =
            scanner != null
                ? scanner
                : loader.scanner(segment, segment.file(), segment.size(), log.offsetLimit(i));
        TimestampOffset found = firstInBatch(segment, scanner, walk, timestamp);
        if (found != null) {
          return found;
        }
      }
      walk.skip();
    }
    return null;
  }

  /// Where in a segment the search for `timestamp` begins.
  static long firstOffset(LogState log, Segment segment, SegmentIndexes indexes, long timestamp) {
    int older = indexes.times().lower(timestamp);
    return older < 0
        ? log.logStartOffset
        : Math.max(
            log.logStartOffset, segment.baseOffset() + indexes.times().relativeOffset(older));
  }

  /// Moves to the next batch, over damage. Damage that nobody met before is looked for where the
  /// walk cannot go on.
  private boolean load(HeaderWalk walk, Segment segment, int i) throws IOException {
    boolean scanned = false;
    while (walk.position() < segment.size()) {
      DamagedRange damage = segment.damagedAt(walk.position());
      if (damage != null) {
        walk.moveTo(damage.endPosition());
      } else if (walk.load()) {
        return true;
      } else if (scanned) {
        return false;
      } else {
        loader.noteDamage(segment, i);
        scanned = true;
        // A damaged header may have led into the middle of a sound batch.
        DamagedRange passed = segment.damagedBefore(walk.position());
        if (passed != null) {
          walk.moveTo(passed.endPosition());
        }
      }
    }
    return false;
  }

  private HeaderWalk walk(Segment segment, SegmentIndexes indexes, long offset) throws IOException {
    int entry = indexes.offsets().floorByOffset(offset - segment.baseOffset());
    return new HeaderWalk(
        segment.file(),
        entry < 0 ? 0 : indexes.offsets().position(entry),
        segment.size(),
        reader.scratch());
  }

  private @Nullable TimestampOffset firstInBatch(
      Segment segment, BatchScanner scanner, HeaderWalk walk, long timestamp) throws IOException {
    if (scanner.batchAt(walk.position()) == 0) {
      return null;
    }
    ByteBuffer batch = read(segment, walk.position(), walk.size());
    return BatchTimestamps.first(batch, timestamp, log.logStartOffset);
  }

  private static ByteBuffer read(Segment segment, long position, int size) throws IOException {
    ByteBuffer batch = ByteBuffer.allocate(size);
    while (batch.hasRemaining() && segment.file().read(batch, position + batch.position()) > 0) {
      // until the batch is there
    }
    return batch.flip();
  }

  /// The first record that has the largest timestamp.
  @Nullable TimestampOffset max() throws IOException {
    Segment newest = null;
    int index = -1;
    long max = -1;
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      if (segment.size() > 0
          && log.offsetLimit(i) > log.logStartOffset
          && loader.maxTimestamp(segment) > max) {
        newest = segment;
        index = i;
        max = loader.maxTimestamp(segment);
      }
    }
    if (newest == null) {
      return null;
    }
    TimestampOffset found = firstIn(newest, index, max);
    // The log start offset may have passed the record: then an older one is the largest.
    return found != null ? found : walkForMax(index);
  }

  private @Nullable TimestampOffset walkForMax(int from) throws IOException {
    TimestampOffset best = null;
    for (int i = from; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      if (segment.size() == 0) {
        continue;
      }
      var walk = walk(segment, loader.indexes(segment), log.logStartOffset);
      BatchScanner scanner =
          loader.scanner(segment, segment.file(), segment.size(), log.offsetLimit(i));
      for (; load(walk, segment, i); walk.skip()) {
        if (walk.lastOffset() >= log.logStartOffset
            && (best == null || walk.maxTimestamp() > best.timestamp())) {
          TimestampOffset found = maxInBatch(segment, scanner, walk);
          best =
              found != null && (best == null || found.timestamp() > best.timestamp())
                  ? found
                  : best;
        }
      }
    }
    return best;
  }

  private @Nullable TimestampOffset maxInBatch(
      Segment segment, BatchScanner scanner, HeaderWalk walk) throws IOException {
    if (scanner.batchAt(walk.position()) == 0) {
      return null;
    }
    return BatchTimestamps.max(read(segment, walk.position(), walk.size()), log.logStartOffset);
  }
}
