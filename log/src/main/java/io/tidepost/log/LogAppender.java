package io.tidepost.log;

import io.tidepost.base.DiskFile;
import io.tidepost.log.AppendResult.Status;
import io.tidepost.log.epoch.LeaderEpochs;
import io.tidepost.log.index.OffsetIndex;
import io.tidepost.log.index.TimeIndex;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import io.tidepost.wire.records.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The writing half of a log. A *turn* goes from the first [#add] to the [#flush] behind it: either
/// everything added in it gets written, or the log is as it was before, on disk and in memory.
final class LogAppender {

  private final LogState log;
  private final SegmentLoader loader;
  private final DerivedWriter derived;
  private final AppendChecks checks;
  private final CRC32C crc = new CRC32C();

  private @Nullable ByteBuffer[] pending = new @Nullable ByteBuffer[8];
  private int pendingCount;
  private long pendingBytes;

  private boolean inTurn;
  private long nextOffset;
  private long turnSize;
  private long turnMaxTimestamp;
  private long turnOffsetOfMaxTimestamp;
  private long turnFirstTimestamp;
  private int turnSegments;
  private @Nullable LeaderEpochs turnLeaderEpochs;
  private boolean turnRolled;
  private boolean unprepared;

  LogAppender(LogState log, SegmentLoader loader, DerivedWriter derived) {
    this.log = log;
    this.loader = loader;
    this.derived = derived;
    this.checks = new AppendChecks(log);
  }

  AppendResult add(ByteBuffer batches, AppendOrigin origin, int leaderEpoch, long nowMillis)
      throws IOException {
    if (log.failure != null) {
      return AppendResult.refused(
          Status.KAFKA_STORAGE_ERROR,
          "%s is offline: %s".formatted(log.topicPartition, LogState.reason(log.failure)));
    }
    beginTurn(nowMillis);
    AppendResult refused = checks.check(batches, origin, nextOffset, nowMillis);
    if (refused == null) {
      refused = checkProducers(batches, origin);
    }
    if (refused != null) {
      return lost(refused) ? lostDuplicate(refused) : refused;
    }
    rollIfNeeded(batches, origin, nowMillis);
    return take(batches, origin, leaderEpoch, nowMillis);
  }

  /// A duplicate of records that are damaged is not one: they cannot be had any more.
  private boolean lost(AppendResult result) {
    return result.status() == Status.DUPLICATE
        && log.damaged(result.baseOffset(), result.lastOffset());
  }

  private AppendResult lostDuplicate(AppendResult duplicate) {
    return AppendResult.refused(
        Status.OUT_OF_ORDER_SEQUENCE_NUMBER,
        "%s had these records at offsets %d to %d, but they are damaged there"
            .formatted(log.topicPartition, duplicate.baseOffset(), duplicate.lastOffset()));
  }

  // ---- prepare

  /// What has to be done elsewhere before `batches` can be added without waiting for files.
  ///
  /// @return `null` when nothing has
  @Nullable LogWork prepare(ByteBuffer b, AppendOrigin origin, long nowMillis) {
    if (log.failure != null || unprepared || b.remaining() < BatchHeader.SIZE) {
      unprepared = false;
      return null;
    }
    Segment active = log.active();
    if (active.indexes() == null || active.createdMillis() == 0 || !active.isWritable()) {
      return pendingCount > 0 ? null : new AppendPreparation(log, loader, this, active, nowMillis);
    }
    long next = inTurn ? nextOffset : log.endOffset;
    if (!mustRoll(b, origin, next, nowMillis)) {
      return null;
    }
    long base = firstOffset(b, origin, next);
    var segment = new Segment(log.disk(), log.directory, base, 0, base);
    return new AppendPreparation(log, loader, this, segment, nowMillis);
  }

  /// What has to be done elsewhere before an empty segment can follow the active one without
  /// waiting for files.
  ///
  /// @return `null` when nothing has
  @Nullable LogWork prepareRoll(long nowMillis) {
    Segment active = log.active();
    if (unprepared
        || (active.indexes() != null && active.createdMillis() != 0 && active.isWritable())) {
      unprepared = false;
      return null;
    }
    return new AppendPreparation(log, loader, this, active, nowMillis);
  }

  /// Whether something was added that is not written yet.
  boolean hasPending() {
    return pendingCount > 0;
  }

  /// The next append does its file work itself.
  void appendUnprepared() {
    unprepared = true;
  }

  /// Rolls to a segment whose file was created elsewhere.
  ///
  /// @return `false` when the log has changed meanwhile and the segment does not fit any more
  boolean rollPrepared(Segment segment, DiskFile file, long nowMillis) {
    boolean fits =
        pendingCount == 0
            && log.endOffset == segment.baseOffset()
            && log.active().baseOffset() != segment.baseOffset()
            && log.active().indexes() != null;
    if (fits) {
      segment.writableFile(file);
      derived.noteRolled(log.active(), log.producers.toSnapshot(), segment.baseOffset());
      log.addSegment(segment, nowMillis);
      log.entriesDirty = true;
      inTurn = false;
      derived.submit();
    }
    return fits;
  }

  private void beginTurn(long nowMillis) throws IOException {
    if (inTurn) {
      return;
    }
    Segment active = log.active();
    SegmentIndexes indexes = loader.readyForAppend(active, nowMillis);
    inTurn = true;
    nextOffset = log.endOffset;
    turnSize = active.size();
    turnMaxTimestamp = indexes.maxTimestamp();
    turnOffsetOfMaxTimestamp = indexes.offsetOfMaxTimestamp();
    turnFirstTimestamp = active.firstTimestamp();
    turnSegments = log.segments.size();
    turnLeaderEpochs = null;
    turnRolled = false;
  }

  /// For the usual single batch a look is enough; several batches of one producer build on each
  /// other and are tried out first.
  private @Nullable AppendResult checkProducers(ByteBuffer b, AppendOrigin origin) {
    int start = b.position();
    int size = BatchHeader.sizeInBytes(b, start);
    if (start + size == b.limit()) {
      return log.producers.check(b, start, origin);
    }
    int savepoint = log.producers.savepoint();
    long offset = nextOffset;
    AppendResult refused = null;
    for (; start < b.limit() && refused == null; start += BatchHeader.sizeInBytes(b, start)) {
      refused = log.producers.check(b, start, origin);
      if (origin != AppendOrigin.REPLICATION) {
        BatchHeader.place(b, start, offset, BatchHeader.leaderEpoch(b, start));
        offset += BatchHeader.lastOffsetDelta(b, start) + 1L;
      }
      log.producers.apply(b, start, true);
    }
    log.producers.rollback(savepoint, nextOffset);
    return refused;
  }

  // ---- roll

  private void rollIfNeeded(ByteBuffer b, AppendOrigin origin, long nowMillis) throws IOException {
    if (mustRoll(b, origin, nextOffset, nowMillis)) {
      roll(firstOffset(b, origin, nextOffset), nowMillis);
    }
  }

  private static long firstOffset(ByteBuffer b, AppendOrigin origin, long next) {
    return origin == AppendOrigin.REPLICATION ? BatchHeader.baseOffset(b, b.position()) : next;
  }

  private boolean mustRoll(ByteBuffer b, AppendOrigin origin, long next, long nowMillis) {
    Segment active = log.active();
    long size = active.size() + pendingBytes;
    if (size == 0 && active.baseOffset() == next) {
      return false;
    }
    LogConfig config = log.config;
    return size > (long) config.segmentBytes() - b.remaining()
        || checks.lastOffsetOf(b, origin, next) - active.baseOffset() > Integer.MAX_VALUE
        || indexFull(Objects.requireNonNull(active.indexes()), config)
        || (size > 0 && aged(active, b, origin, nowMillis));
  }

  private static boolean indexFull(SegmentIndexes indexes, LogConfig config) {
    return (indexes.offsets().count() + 1L) * OffsetIndex.ENTRY_SIZE > config.segmentIndexBytes()
        || (indexes.times().count() + 2L) * TimeIndex.ENTRY_SIZE > config.segmentIndexBytes();
  }

  /// By the records' own clock where they have timestamps, else by ours (KAFKA's `segment.ms`).
  private boolean aged(Segment active, ByteBuffer b, AppendOrigin origin, long nowMillis) {
    long bound = log.config.rollMillis() - active.jitterMillis();
    long first = active.firstTimestamp();
    if (first < 0) {
      return nowMillis - active.createdMillis() > bound;
    }
    // What clients say counts only where it stays.
    long newest = stamps(origin) ? nowMillis : BatchHeader.maxTimestamp(b, b.position());
    return newest - first > bound;
  }

  /// Whether records get the time at which they are appended.
  private boolean stamps(AppendOrigin origin) {
    return log.config.timestampType() == TimestampType.LOG_APPEND_TIME
        && origin != AppendOrigin.REPLICATION;
  }

  /// Closes the active segment and starts one at `baseOffset`. In the middle of a turn what was
  /// added so far is written first, so that producer state and snapshot agree.
  void roll(long baseOffset, long nowMillis) throws IOException {
    beginTurn(nowMillis);
    writePending();
    derived.noteRolled(log.active(), log.producers.toSnapshot(), baseOffset);
    log.addSegment(baseOffset, nowMillis);
    nextOffset = Math.max(nextOffset, baseOffset);
    turnRolled = true;
  }

  // ---- take

  private AppendResult take(ByteBuffer b, AppendOrigin origin, int leaderEpoch, long nowMillis) {
    Segment active = log.active();
    SegmentIndexes indexes = Objects.requireNonNull(active.indexes());
    boolean stamp = stamps(origin);
    long base = -1;
    long maxTimestamp = -1;
    int size;
    for (int start = b.position(); start < b.limit(); start += size) {
      size = BatchHeader.sizeInBytes(b, start);
      if (origin == AppendOrigin.REPLICATION) {
        noteLeaderEpoch(BatchHeader.leaderEpoch(b, start), BatchHeader.baseOffset(b, start));
      } else {
        BatchHeader.place(b, start, nextOffset, leaderEpoch);
        noteLeaderEpoch(leaderEpoch, nextOffset);
      }
      if (stamp) {
        stamp(b, start, size, nowMillis);
      }
      base = base < 0 ? BatchHeader.baseOffset(b, start) : base;
      maxTimestamp = Math.max(maxTimestamp, BatchHeader.maxTimestamp(b, start));
      TransactionIndex.Entry aborted = log.producers.apply(b, start, true);
      if (aborted != null) {
        Objects.requireNonNull(active.transactions()).append(aborted);
      }
      long position = active.size() + pendingBytes + (start - b.position());
      if (position == 0) {
        active.firstTimestamp(BatchHeader.maxTimestamp(b, start));
      }
      indexes.add(b, start, position, size, log.config.indexIntervalBytes());
      nextOffset = BatchHeader.lastOffset(b, start) + 1;
    }
    queue(b);
    return new AppendResult(
        Status.APPENDED, base, nextOffset - 1, stamp ? nowMillis : -1, maxTimestamp, null);
  }

  private void noteLeaderEpoch(int leaderEpoch, long offset) {
    if (leaderEpoch > log.leaderEpochs.latest()) {
      if (turnLeaderEpochs == null) {
        turnLeaderEpochs = log.leaderEpochs.copy();
      }
      log.leaderEpochs.assign(leaderEpoch, offset);
    }
  }

  /// `LogAppendTime`: the batch's maximum timestamp counts for all its records; it is covered by
  /// the checksum.
  private void stamp(ByteBuffer b, int start, int size, long nowMillis) {
    b.putLong(start + BatchHeader.MAX_TIMESTAMP, nowMillis);
    short attributes = BatchHeader.attributes(b, start);
    b.putShort(
        start + BatchHeader.ATTRIBUTES, (short) (attributes | BatchHeader.LOG_APPEND_TIME_BIT));
    crc.reset();
    crc.update(b.slice(start + BatchHeader.ATTRIBUTES, size - BatchHeader.ATTRIBUTES));
    b.putInt(start + BatchHeader.CRC, (int) crc.getValue());
  }

  private void queue(ByteBuffer b) {
    if (pendingCount == pending.length) {
      pending = Arrays.copyOf(pending, pendingCount * 2);
    }
    pendingBytes += b.remaining();
    pending[pendingCount++] = b.duplicate();
  }

  // ---- write

  void flush() throws IOException {
    if (!inTurn) {
      return;
    }
    writePending();
    log.producers.commit();
    log.endOffset = nextOffset;
    log.active().endOffset(nextOffset);
    inTurn = false;
    turnLeaderEpochs = null;
    if (turnRolled) {
      derived.submit();
    }
  }

  private void writePending() throws IOException {
    if (pendingCount == 0) {
      log.active().endOffset(nextOffset);
      return;
    }
    Segment active = log.active();
    try {
      if (active.size() == 0) {
        log.entriesDirty = true;
      }
      active.writableFile().write(requirePending(), pendingCount, active.size());
    } catch (IOException e) {
      withdraw();
      throw log.failed("append to " + active.path(), e);
    }
    active.verified().add(active.size(), active.size() + pendingBytes);
    active.size(active.size() + pendingBytes);
    active.endOffset(nextOffset);
    active.dirty(true);
    log.derivedStale = true;
    clearPending();
    if (active.size() >= active.roomWantedAt()) {
      RoomWork.start(log, active);
    }
  }

  @SuppressWarnings("NullAway") // the first pendingCount elements are set
  private ByteBuffer[] requirePending() {
    return (ByteBuffer[]) pending;
  }

  private void clearPending() {
    Arrays.fill(pending, 0, pendingCount, null);
    pendingCount = 0;
    pendingBytes = 0;
  }

  /// Takes the whole turn back: nothing torn stays behind a failed write.
  void withdraw() {
    if (!inTurn) {
      return;
    }
    if (pendingCount == 0 && !turnRolled) {
      // Everything was refused.
      inTurn = false;
      return;
    }
    inTurn = false;
    clearPending();
    log.producers.rollback(0, log.endOffset);
    if (turnLeaderEpochs != null) {
      log.leaderEpochs = turnLeaderEpochs;
      turnLeaderEpochs = null;
    }
    derived.withdrawRolled(log.segments.get(turnSegments - 1));
    try {
      while (log.segments.size() > turnSegments) {
        Segment created = log.segments.removeLast();
        created.closeFile();
        log.disk().deleteIfExists(created.path(LogFiles.LOG));
      }
      cutBack(log.active());
    } catch (IOException e) {
      // What is behind the end of the log is unknown now; writing on could bury it in the middle.
      log.failure = log.failed("cutting back a failed write", e);
    }
  }

  private void cutBack(Segment active) throws IOException {
    active.size(turnSize);
    active.endOffset(log.endOffset);
    active.firstTimestamp(turnFirstTimestamp);
    active.verified().truncate(turnSize);
    Objects.requireNonNull(active.indexes())
        .truncate(turnSize, log.endOffset, turnMaxTimestamp, turnOffsetOfMaxTimestamp);
    Objects.requireNonNull(active.transactions()).truncateToOffset(log.endOffset);
    if (active.openFile() != null) {
      active.writableFile().truncate(turnSize);
      // A power loss must not bring back parts of what was withdrawn beside what is written next.
      active.writableFile().sync();
    }
  }
}
