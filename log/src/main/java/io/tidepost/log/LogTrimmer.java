package io.tidepost.log;

import io.tidepost.base.OpenFileLimit;
import io.tidepost.log.segment.HeaderWalk;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Takes away from a log: at its start (retention, DeleteRecords) and at its end (truncation).
final class LogTrimmer {

  private final LogState log;
  private final SegmentLoader loader;
  private final LogAppender appender;
  private final LogReader reader;
  private final DerivedWriter derived;

  /// What was cut off may come back with a power loss.
  private boolean unsettled;

  /// Something that retention does not want could not be removed yet.
  private boolean waits;

  LogTrimmer(
      LogState log,
      SegmentLoader loader,
      LogAppender appender,
      LogReader reader,
      DerivedWriter derived) {
    this.log = log;
    this.loader = loader;
    this.appender = appender;
    this.reader = reader;
    this.derived = derived;
  }

  // ---- at the start

  int applyRetention(long highWatermark, long nowMillis) throws IOException {
    waits = false;
    if (log.swapUnderWay) {
      // Soon there will be another occasion.
      return 0;
    }
    retryNaming();
    int gone = unwanted(highWatermark, nowMillis);
    if (gone == log.segments.size()) {
      follow(nowMillis);
    }
    int now = Math.min(gone, removable());
    waits = now < gone && (log.naming == null || !log.naming.hasFailed());
    return now <= 0 ? 0 : removeFirst(now);
  }

  private void retryNaming() {
    SegmentNaming naming = log.naming;
    if (naming == null || naming.isUnderWay()) {
      return;
    }
    if (naming.isAbout(log.active())) {
      naming.start();
    } else {
      log.naming = null;
    }
  }

  /// Whether more is to go once something is done that [#applyRetention] handed out.
  boolean retentionWaits() {
    return waits;
  }

  /// Lets an empty segment follow, so that all others can go.
  private void follow(long nowMillis) throws IOException {
    LogWork preparation = appender.prepareRoll(nowMillis);
    if (preparation != null) {
      log.environment.work().accept(preparation);
      return;
    }
    appender.roll(log.endOffset, nowMillis);
    appender.flush();
    log.naming = new SegmentNaming(log, log.active());
    log.naming.start();
  }

  /// How many segments may go: something stays that says where offsets go on.
  private int removable() {
    boolean named = log.naming == null || !log.naming.isAbout(log.active());
    return log.segments.size() - (named ? 1 : 2);
  }

  /// How many leading segments nobody wants any more.
  private int unwanted(long highWatermark, long nowMillis) throws IOException {
    LogConfig config = log.config;
    long excess =
        config.deletes() && config.retentionBytes() >= 0
            ? sizeInBytes() - config.retentionBytes()
            : 0;
    int count = 0;
    for (int i = 0; i < log.segments.size(); i++) {
      Segment segment = log.segments.get(i);
      boolean active = segment == log.active();
      long end = active ? log.endOffset : log.offsetLimit(i);
      if (end > highWatermark || (active && (segment.size() == 0 || appender.hasPending()))) {
        break;
      }
      boolean below = !active && end <= log.logStartOffset;
      boolean tooMuch = excess >= segment.size() && excess > 0;
      if (!below && !tooMuch && !(config.deletes() && tooOld(segment, nowMillis))) {
        break;
      }
      excess -= segment.size();
      count = i + 1;
    }
    return count;
  }

  private boolean tooOld(Segment segment, long nowMillis) throws IOException {
    if (log.config.retentionMillis() < 0) {
      return false;
    }
    long newest = loader.maxTimestamp(segment);
    if (newest < 0) {
      newest = log.disk().lastModifiedMillis(segment.path());
    }
    return nowMillis - newest > log.config.retentionMillis();
  }

  private int removeFirst(int count) {
    List<Segment> gone = new ArrayList<>(log.segments.subList(0, count));
    log.segments.subList(0, count).clear();
    gone.forEach(derived::forget);
    raiseStart(log.segments.get(0).baseOffset());
    SegmentDeletion.start(log, gone);
    derived.submit();
    return count;
  }

  void deleteRecordsBefore(long offset) {
    if (offset > log.endOffset) {
      throw new IllegalArgumentException(
          "offset %d is behind the end of %s (%d)"
              .formatted(offset, log.topicPartition, log.endOffset));
    }
    if (offset <= log.logStartOffset) {
      return;
    }
    raiseStart(offset);
    int count = 0;
    while (!log.swapUnderWay && count < removable() && log.offsetLimit(count) <= offset) {
      count++;
    }
    if (count > 0) {
      removeFirst(count);
    } else {
      derived.submit();
    }
  }

  private void raiseStart(long offset) {
    if (offset > log.logStartOffset) {
      log.logStartOffset = offset;
      log.leaderEpochs.truncateFromStart(offset);
      log.derivedStale = true;
    }
  }

  long sizeInBytes() {
    long bytes = 0;
    for (int i = 0; i < log.segments.size(); i++) {
      bytes += log.segments.get(i).size();
    }
    return bytes;
  }

  // ---- at the end

  void truncateTo(long offset, long nowMillis) throws IOException {
    if (unsettled) {
      settle();
    }
    if (offset >= log.endOffset) {
      // A leader epoch that wrote nothing may still stand at the end.
      if (log.leaderEpochs.truncateFromEnd(log.endOffset)) {
        log.derivedStale = true;
      }
      return;
    }
    if (offset <= log.logStartOffset || offset <= log.segments.get(0).baseOffset()) {
      truncateFullyAndStartAt(offset, nowMillis);
      return;
    }
    derived.beforeTruncation(offset);
    List<Segment> gone = new ArrayList<>(0);
    while (log.active().baseOffset() >= offset) {
      gone.add(log.segments.removeLast());
    }
    gone.forEach(derived::forget);
    Segment active = log.active();
    active.summary(null);
    cut(active, offset);
    log.prepareActive(active, nowMillis);
    end(offset);
    SegmentDeletion.startRenamed(log, gone);
    ProducerReplay.rebuild(log, loader, nowMillis);
    settle();
    derived.submit();
  }

  /// Makes durable what was cut off, before anything takes its place: among newer records an old
  /// one that came back would look as if it belonged there.
  private void settle() throws IOException {
    unsettled = true;
    try {
      log.active().writableFile().sync();
      log.disk().syncDirectory(log.directory);
    } catch (IOException e) {
      if (!OpenFileLimit.isCauseOf(e)) {
        log.failure = log.failed("sync of " + log.directory, e);
      }
      throw e;
    }
    unsettled = false;
  }

  private void cut(Segment active, long offset) throws IOException {
    var indexes = loader.indexes(active);
    int entry = indexes.offsets().floorByOffset(offset - 1 - active.baseOffset());
    long from = entry < 0 ? 0 : indexes.offsets().position(entry);
    var walk = new HeaderWalk(active.file(), from, active.size(), reader.scratch());
    while (walk.load() && walk.lastOffset() < offset) {
      walk.skip();
    }
    active.writableFile().truncate(walk.position());
    active.size(walk.position());
    active.verified().truncate(walk.position());
    // Damage without bytes, where records got lost with their file, ends where the file now ends.
    active.damaged().removeIf(d -> d.endPosition() > active.size() || d.firstOffset() >= offset);
    active.indexes(null);
    loader.indexesFromBatches(active);
    Objects.requireNonNull(loader.transactions(active)).truncateToOffset(offset);
    active.dirty(true);
  }

  private void end(long offset) {
    log.active().endOffset(offset);
    log.endOffset = offset;
    log.syncedOffset = Math.min(log.syncedOffset, offset);
    log.leaderEpochs.truncateFromEnd(offset);
    log.derivedStale = true;
    reader.forgetPositions();
  }

  void truncateFullyAndStartAt(long offset, long nowMillis) throws IOException {
    derived.beforeTruncation(-1);
    List<Segment> gone = new ArrayList<>(log.segments);
    gone.forEach(derived::forget);
    log.segments.clear();
    gone.addAll(0, log.notRenamed);
    log.notRenamed.clear();
    SegmentDeletion.startRenamed(log, gone);
    log.addSegment(offset, nowMillis);
    log.logStartOffset = offset;
    log.leaderEpochs.clear();
    log.producers.clear();
    ProducerReplay.removeBehind(log, log.disk().list(log.directory), -1);
    log.producerSnapshotOffset = -1;
    end(offset);
    log.syncedOffset = offset;
    settle();
    derived.submit();
  }
}
