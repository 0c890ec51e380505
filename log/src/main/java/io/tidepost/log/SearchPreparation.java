package io.tidepost.log;

import io.tidepost.log.index.OffsetIndex;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import io.tidepost.log.segment.SegmentSummary;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a search by timestamp would wait for on the owner loop, found out step by step: indexes of
/// rolled segments that are not in memory, and the stretch of a file where the search begins. Do
/// what [#next] hands out and ask again, until there is nothing left. Owner loop.
public final class SearchPreparation {

  /// Batches are met this soon behind an index entry unless they are very large, bytes.
  private static final long STRETCH = 1 << 20;

  private final LogState log;
  private final SegmentLoader loader;
  private final long timestamp;
  private final boolean forMax;
  private final Set<Segment> loadedOnce = new HashSet<>();
  private boolean readAhead;

  /// @param timestamp what is searched for, when it is not the largest one
  /// @param forMax whether the largest timestamp is searched for
  SearchPreparation(LogState log, SegmentLoader loader, long timestamp, boolean forMax) {
    this.log = log;
    this.loader = loader;
    this.timestamp = timestamp;
    this.forMax = forMax;
  }

  /// The next piece of work for the I/O pool; no piece comes twice.
  ///
  /// @return `null` when the search can be made
  public @Nullable LogWork next() throws IOException {
    Segment candidate = null;
    long max = -1;
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      if (segment.size() == 0 || log.offsetLimit(i) <= log.logStartOffset) {
        continue;
      }
      SegmentIndexes indexes = segment.indexes();
      SegmentSummary summary = segment.summary();
      long newest;
      if (indexes != null) {
        newest = indexes.maxTimestamp();
      } else if (summary != null) {
        newest = summary.maxTimestamp();
      } else if (loadedOnce.add(segment)) {
        return load(segment, i);
      } else {
        continue; // it could not be loaded: the search finds out why
      }
      if (newest > max && (forMax || newest >= timestamp)) {
        candidate = segment;
        max = newest;
        if (!forMax) {
          break;
        }
      }
    }
    return candidate == null ? null : open(candidate, forMax ? max : timestamp);
  }

  private LogWork load(Segment segment, int i) throws IOException {
    long from = Math.max(segment.baseOffset(), log.logStartOffset);
    return new VerifyWork(log, loader, segment, log.offsetLimit(i), from, 0, false);
  }

  private @Nullable LogWork open(Segment segment, long wanted) throws IOException {
    SegmentIndexes indexes = segment.indexes();
    if (indexes == null) {
      return loadedOnce.add(segment) ? load(segment, log.segments.indexOf(segment)) : null;
    }
    if (readAhead) {
      return null;
    }
    readAhead = true;
    long position = start(segment, indexes, wanted);
    long end = Math.min(segment.size(), position + STRETCH);
    return segment.file().isCached(position, end - position)
        ? null
        : new ReadAheadWork(segment.file(), position, end);
  }

  private long start(Segment segment, SegmentIndexes indexes, long wanted) {
    long from = TimestampSearch.firstOffset(log, segment, indexes, wanted);
    OffsetIndex offsets = indexes.offsets();
    int entry = offsets.floorByOffset(from - segment.baseOffset());
    return entry < 0 ? 0 : offsets.position(entry);
  }
}
