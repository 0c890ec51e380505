package io.tidepost.log;

import io.tidepost.log.compaction.CompactionPlan;
import io.tidepost.log.compaction.CompactionSource;
import io.tidepost.log.compaction.LastRecord;
import io.tidepost.log.index.TimeIndex;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.Segment;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks at a log for what compaction could do, and captures what it needs to begin.
final class CompactionSurvey {

  private final LogState log;
  private final SegmentLoader loader;

  CompactionSurvey(LogState log, SegmentLoader loader) {
    this.log = log;
    this.loader = loader;
  }

  /// @param cleanedOffset where the log was clean up to, -1 when nobody knows
  /// @param lastStableOffset not above the high watermark
  CompactionNeed need(long cleanedOffset, long lastStableOffset, long nowMillis)
      throws IOException {
    long firstDirty =
        cleanedOffset < log.logStartOffset || cleanedOffset > log.endOffset
            ? log.logStartOffset
            : cleanedOffset;
    long limit =
        Math.min(
            lastStableOffset,
            Math.min(log.active().baseOffset(), firstTooYoung(firstDirty, nowMillis)));
    // Whole segments only, as Kafka does.
    int last = Math.max(0, log.segmentIndexFor(limit));
    long upperBound = Math.max(firstDirty, log.segments.get(last).baseOffset());
    long clean = 0;
    long cleanable = 0;
    long overdueMillis = 0;
    String uncleanable = null;
    for (int i = 0; i < log.segments.size() - 1; i++) {
      Segment segment = log.segments.get(i);
      if (segment.baseOffset() < firstDirty) {
        clean += segment.size();
      }
      if (log.offsetLimit(i) > firstDirty && log.offsetLimit(i) <= upperBound) {
        cleanable += segment.size();
        overdueMillis = Math.max(overdueMillis, overdueMillis(segment, nowMillis));
      }
      if (!segment.damaged().isEmpty() && segment.baseOffset() < upperBound) {
        uncleanable = segment.damaged().getFirst().toString();
      }
    }
    return new CompactionNeed(
        firstDirty,
        upperBound,
        clean,
        cleanable,
        log.config.compaction().minCleanableRatio(),
        overdueMillis,
        uncleanable);
  }

  private long firstTooYoung(long firstDirty, long nowMillis) throws IOException {
    long lag = log.config.compaction().minLagMillis();
    if (lag > 0) {
      for (int i = 0; i < log.segments.size() - 1; i++) {
        Segment segment = log.segments.get(i);
        if (log.offsetLimit(i) > firstDirty && loader.maxTimestamp(segment) > nowMillis - lag) {
          return segment.baseOffset();
        }
      }
    }
    return Long.MAX_VALUE;
  }

  private long overdueMillis(Segment segment, long nowMillis) throws IOException {
    long lag = log.config.compaction().maxLagMillis();
    if (lag >= nowMillis || segment.size() == 0) {
      return 0;
    }
    if (segment.firstTimestamp() < 0) {
      segment.firstTimestamp(readFirstTimestamp(segment));
    }
    long first = segment.firstTimestamp();
    return first > 0 ? Math.max(0, nowMillis - lag - first) : 0;
  }

  private static long readFirstTimestamp(Segment segment) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BatchHeader.SIZE);
    while (header.hasRemaining() && segment.file().read(header, header.position()) > 0) {
      // until the header is there
    }
    return header.hasRemaining() ? -1 : BatchHeader.maxTimestamp(header, 0);
  }

  CompactionPlan plan(CompactionNeed need, long nowMillis) throws IOException {
    List<CompactionSource> sources = new ArrayList<>();
    for (int i = 0; i < log.segments.size() - 1; i++) {
      Segment segment = log.segments.get(i);
      if (segment.baseOffset() < need.upperBound()) {
        sources.add(
            new CompactionSource(
                segment.baseOffset(),
                log.offsetLimit(i),
                segment.path(),
                segment.size(),
                indexBytes(segment.size())));
      }
    }
    Map<Long, LastRecord> producers = new HashMap<>();
    log.producers.lastRecords((producerId, lastOffset, epoch) ->
        producers.put(producerId, new LastRecord(lastOffset, epoch)));
    return new CompactionPlan(
        log.topicPartition.toString(),
        sources,
        need.firstDirtyOffset(),
        need.upperBound(),
        aborted(sources.isEmpty() ? 0 : sources.getLast().endOffset()),
        producers,
        log.config.segmentBytes(),
        log.config.segmentIndexBytes(),
        log.config.indexIntervalBytes(),
        log.config.compaction().deleteRetentionMillis(),
        nowMillis);
  }

  /// What an index of so many bytes of records takes at most.
  private long indexBytes(long size) {
    long entries =
        Math.min(
            size / BatchHeader.SIZE,
            log.config.indexIntervalBytes() == 0
                ? Long.MAX_VALUE
                : size / log.config.indexIntervalBytes());
    return (entries + 1) * TimeIndex.ENTRY_SIZE;
  }

  private List<TransactionIndex.Entry> aborted(long before) throws IOException {
    List<TransactionIndex.Entry> aborted = new ArrayList<>();
    for (Segment segment : log.segments) {
      for (TransactionIndex.Entry entry : loader.transactions(segment).entries()) {
        if (entry.firstOffset() < before) {
          aborted.add(entry);
        }
      }
    }
    aborted.sort(Comparator.comparingLong(TransactionIndex.Entry::firstOffset));
    return aborted;
  }
}
