package io.tidepost.log;

import io.tidepost.base.DiskFile;
import io.tidepost.log.ReadResult.Status;
import io.tidepost.log.segment.HeaderWalk;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import io.tidepost.wire.BufferRecords;
import io.tidepost.wire.RecordData;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The reading half of a log: finds whole, verified batches and answers with the range of the file
/// they stand in. An index is a hint only: the batch it leads to is looked at before it is
/// believed.
final class LogReader {

  private static final RecordData NOTHING =
      new BufferRecords(ByteBuffer.allocate(0).asReadOnlyBuffer());

  private final LogState log;
  private final SegmentLoader loader;
  private final PositionCache positions = new PositionCache();
  private final ReadAhead readAhead;
  private @Nullable ByteBuffer scratch;

  LogReader(LogState log, SegmentLoader loader) {
    this.log = log;
    this.loader = loader;
    this.readAhead = new ReadAhead(log);
  }

  /// The log now ends (or ended a moment ago) here.
  void noteEnd() {
    positions.put(log.endOffset, log.active(), log.active().size());
  }

  /// Positions may have changed their meaning.
  void forgetPositions() {
    positions.clear();
    readAhead.forget();
  }

  ReadResult read(long offset, int maxBytes, long maxOffset, boolean atLeastOneBatch)
      throws IOException {
    if (offset < log.logStartOffset || offset > log.endOffset) {
      return new ReadResult(
          Status.OFFSET_OUT_OF_RANGE,
          NOTHING,
          offset,
          log.logStartOffset,
          null,
          "offset %d of %s is not between %d and %d"
              .formatted(offset, log.topicPartition, log.logStartOffset, log.endOffset));
    }
    long limit = Math.min(maxOffset, log.endOffset);
    if (offset >= limit || maxBytes < 0) {
      return nothing(offset);
    }
    for (int i = log.segmentIndexFor(offset); i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      if (segment.baseOffset() >= limit) {
        break;
      }
      if (segment.size() == 0) {
        DamagedRange lost = segment.damagedAtEnd();
        if (lost != null && offset < lost.endOffset()) {
          return corrupt(offset, lost);
        }
        continue;
      }
      ReadResult result = readIn(segment, offset, maxBytes, limit, atLeastOneBatch);
      if (result != null) {
        return result;
      }
    }
    return nothing(offset);
  }

  private ReadResult nothing(long offset) {
    return new ReadResult(Status.OK, NOTHING, offset, log.logStartOffset, null, null);
  }

  /// @return `null` when all batches of the segment end before `offset`
  private @Nullable ReadResult readIn(
      Segment segment, long offset, int maxBytes, long limit, boolean atLeastOneBatch)
      throws IOException {
    SegmentIndexes indexes = segment.indexes();
    if (indexes == null) {
      return verify(segment, offset, maxBytes, false);
    }
    DiskFile file = segment.file();
    long position = positions.find(offset, segment);
    if (position < 0 || position >= segment.size()) {
      int entry = indexes.offsets().floorByOffset(offset - segment.baseOffset());
      position = entry < 0 ? 0 : indexes.offsets().position(entry);
      LogWork ahead = readAhead.before(segment, file, position, maxBytes);
      if (ahead != null) {
        return later(offset, ahead);
      }
      if (entry >= 0 && misleading(segment, file, indexes, entry)) {
        return verify(segment, offset, maxBytes, true);
      }
    }
    while (position < segment.size()) {
      DamagedRange damage = segment.damagedAt(position);
      if (damage != null) {
        if (offset < damage.endOffset()) {
          return corrupt(offset, damage);
        }
        position = damage.endPosition();
        continue;
      }
      long verifiedEnd = goodEnd(segment, position);
      if (verifiedEnd <= position) {
        return verify(segment, offset, maxBytes, false);
      }
      LogWork ahead = readAhead.before(segment, file, position, maxBytes);
      if (ahead != null) {
        return later(offset, ahead);
      }
      if (positions.find(offset, segment) == position) {
        return range(
            segment, file, offset, position, verifiedEnd, maxBytes, limit, atLeastOneBatch);
      }
      var walk = new HeaderWalk(file, position, verifiedEnd, scratch());
      while (walk.load() && walk.lastOffset() < offset) {
        walk.skip();
      }
      position = walk.position();
      if (position < verifiedEnd) {
        return range(
            segment, file, offset, position, verifiedEnd, maxBytes, limit, atLeastOneBatch);
      }
    }
    DamagedRange lost = segment.damagedAtEnd();
    return lost != null && offset < lost.endOffset() ? corrupt(offset, lost) : null;
  }

  /// Whether an index entry leads to something else than the batch it names, although the bytes
  /// there are known to be good.
  private boolean misleading(Segment segment, DiskFile file, SegmentIndexes indexes, int entry)
      throws IOException {
    long position = indexes.offsets().position(entry);
    long end = goodEnd(segment, position);
    if (end <= position || segment.damagedAt(position) != null) {
      return false;
    }
    var walk = new HeaderWalk(file, position, end, scratch());
    return !walk.load()
        || walk.lastOffset() != segment.baseOffset() + indexes.offsets().relativeOffset(entry);
  }

  /// How far bytes from `position` on are verified and undamaged.
  private static long goodEnd(Segment segment, long position) {
    long end = segment.verified().endFrom(position);
    for (DamagedRange damage : segment.damaged()) {
      if (damage.position() > position) {
        return Math.min(end, damage.position());
      }
    }
    return end;
  }

  /// The batches from `start` on, as many as the bounds allow.
  private ReadResult range(
      Segment segment,
      DiskFile file,
      long offset,
      long start,
      long verifiedEnd,
      int maxBytes,
      long limit,
      boolean atLeastOneBatch)
      throws IOException {
    if (verifiedEnd == segment.size()
        && verifiedEnd - start <= maxBytes
        && limit >= segment.endOffset()) {
      return found(segment, file, start, verifiedEnd, segment.endOffset());
    }
    long limitPosition = positions.find(limit, segment);
    if (limitPosition > start
        && limitPosition <= verifiedEnd
        && limitPosition - start <= maxBytes) {
      return found(segment, file, start, limitPosition, limit);
    }
    return walkToEnd(segment, file, offset, start, verifiedEnd, maxBytes, limit, atLeastOneBatch);
  }

  private ReadResult walkToEnd(
      Segment segment,
      DiskFile file,
      long offset,
      long start,
      long verifiedEnd,
      int maxBytes,
      long limit,
      boolean atLeastOneBatch)
      throws IOException {
    long byteEnd = Math.min(verifiedEnd, start + maxBytes);
    long from = Math.max(start, lastKnownStart(segment, file, byteEnd, limit));
    long end = start;
    long nextOffset = offset;
    if (from > start) {
      // Something before `from` is certain to fit: index entries stand at starts of batches.
      end = from;
    }
    var walk = new HeaderWalk(file, from, verifiedEnd, scratch());
    while (walk.load() && walk.lastOffset() < limit) {
      long batchEnd = walk.position() + walk.size();
      boolean firstBatch = walk.position() == start && atLeastOneBatch;
      if (batchEnd > byteEnd && !firstBatch) {
        nextOffset = Math.max(nextOffset, end > start ? walk.baseOffset() : offset);
        break;
      }
      end = batchEnd;
      nextOffset = walk.lastOffset() + 1;
      walk.skip();
      if (end >= byteEnd) {
        break;
      }
    }
    return end == start ? nothing(offset) : found(segment, file, start, end, nextOffset);
  }

  /// Start of the last indexed batch that starts before one bound and ends before the other.
  private long lastKnownStart(Segment segment, DiskFile file, long byteEnd, long limit)
      throws IOException {
    SegmentIndexes indexes = segment.indexes();
    if (indexes == null) {
      return 0;
    }
    int byBytes = indexes.offsets().floorByPosition(byteEnd - 1);
    int byOffset = indexes.offsets().floorByOffset(limit - 1 - segment.baseOffset());
    int entry = Math.min(byBytes, byOffset);
    boolean believed = entry >= 0 && !misleading(segment, file, indexes, entry);
    return believed ? indexes.offsets().position(entry) : 0;
  }

  private ReadResult found(Segment segment, DiskFile file, long start, long end, long nextOffset) {
    positions.put(nextOffset, segment, end);
    return new ReadResult(
        Status.OK,
        new FileRecords(file, start, Math.toIntExact(end - start)),
        nextOffset,
        log.logStartOffset,
        null,
        null);
  }

  private ReadResult corrupt(long offset, DamagedRange damage) {
    return new ReadResult(
        Status.CORRUPT,
        NOTHING,
        offset,
        log.logStartOffset,
        null,
        "%s: offset %d cannot be read: %s".formatted(log.topicPartition, offset, damage));
  }

  private ReadResult verify(Segment segment, long offset, int maxBytes, boolean rebuild)
      throws IOException {
    IOException failure = segment.takeReadFailure();
    if (failure != null) {
      throw failure;
    }
    int i = log.segments.indexOf(segment);
    return later(
        offset,
        new VerifyWork(log, loader, segment, log.offsetLimit(i), offset, maxBytes, rebuild));
  }

  private ReadResult later(long offset, LogWork work) {
    return new ReadResult(Status.VERIFY, NOTHING, offset, log.logStartOffset, work, null);
  }

  ByteBuffer scratch() {
    ByteBuffer buffer = scratch;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(HeaderWalk.BUFFER_SIZE);
      scratch = buffer;
    }
    return buffer;
  }
}
