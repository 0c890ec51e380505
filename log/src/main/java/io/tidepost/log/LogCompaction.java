package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.log.compaction.CleanedSegment;
import io.tidepost.log.compaction.CompactionSource;
import io.tidepost.log.compaction.CompactionStats;
import io.tidepost.log.compaction.Compactor;
import io.tidepost.log.compaction.UncleanableException;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compaction of one log under way: hands out one piece of work after the other, and swaps
/// finished copies in between. The owner loop's, except for what the works do in their `run`.
///
/// A copy takes the place of its group in four steps, each of which may be the last before a crash:
///
/// 1. the copy is synced and renamed to `.swap`, and that is synced: it will be used;
/// 2. readers get the copy; the old files are renamed to `.deleted`;
/// 3. that is synced, so that no old segment can come back beside the copy;
/// 4. `.swap` is renamed to `.log`.
///
/// Between 1 and 4 nothing else removes segments or writes derived files. [SwapRecovery] finishes
/// what a crash interrupted.
public final class LogCompaction {

  /// How a compaction ended.
  public enum Outcome {
    RUNNING,
    /// The log is clean up to [#cleanedOffset].
    DONE,
    /// The log changed under it, or it was told to stop; nothing is lost.
    ABORTED,
    /// It cannot be compacted as it is: see [#message].
    UNCLEANABLE,
    /// The disk failed: see [#message].
    FAILED
  }

  private enum Phase {
    MAP,
    COPY,
    COMMIT,
    SETTLE,
    SKIP,
    END
  }

  private static final long WAIT_MILLIS = 10;

  private final LogState log;
  private final LogReader reader;
  private final DerivedWriter derived;
  private final Compactor compactor;
  private final Map<Long, Segment> segments = new HashMap<>();
  private Phase phase = Phase.MAP;
  private Outcome outcome = Outcome.RUNNING;
  private @Nullable CleanedSegment swapping;
  private @Nullable Segment fresh;
  private @Nullable IOException failure;
  private boolean stopping;

  LogCompaction(LogState log, LogReader reader, DerivedWriter derived, Compactor compactor) {
    this.log = log;
    this.reader = reader;
    this.derived = derived;
    this.compactor = compactor;
    log.segments.forEach(segment -> segments.put(segment.baseOffset(), segment));
  }

  /// The next piece of work, to be run to its completion before this is asked again; `null` at the
  /// end.
  public @Nullable LogWork next() {
    boolean unwanted = stopping || log.closed || !log.config.compacts() || log.failure != null;
    if (outcome == Outcome.RUNNING && phase != Phase.SETTLE && (unwanted || !groupIsThere())) {
      outcome = Outcome.ABORTED;
    }
    if (outcome != Outcome.RUNNING) {
      return phase == Phase.END ? null : step(this::discard, this::ended);
    }
    return switch (phase) {
      case MAP -> step(this::map, () -> {});
      case COPY -> step(this::copy, () -> {});
      case COMMIT -> commitWhenAlone();
      case SETTLE -> step(this::settle, this::settled);
      case SKIP -> step(this::skip, this::nextGroup);
      case END -> null;
    };
  }

  /// Ends it soon; [#next] has to be asked until there is nothing left.
  public void stop() {
    stopping = true;
  }

  public Outcome outcome() {
    return outcome;
  }

  /// Why it ended, when that was not as planned.
  public String message() {
    return failure == null ? "" : LogState.reason(failure);
  }

  /// What went wrong; `null` when nothing did.
  public @Nullable IOException failure() {
    return failure;
  }

  /// Exclusive: where the log is clean up to, once [Outcome#DONE].
  public long cleanedOffset() {
    return compactor.endOffset();
  }

  /// What was done so far.
  public CompactionStats stats() {
    return compactor.stats();
  }

  private interface Blocking {
    void run() throws IOException;
  }

  private LogWork step(Blocking run, Runnable completed) {
    return new Step(run, completed, 0);
  }

  // ---- off the loop

  private void map() throws IOException {
    if (compactor.mapStep()) {
      phase = compactor.nextGroup() ? Phase.COPY : Phase.END;
      outcome = phase == Phase.END ? Outcome.DONE : outcome;
    }
  }

  private void copy() throws IOException {
    if (compactor.copyStep()) {
      phase = compactor.changed() ? Phase.COMMIT : Phase.SKIP;
    }
  }

  private void skip() throws IOException {
    compactor.discard();
    forgetSnapshots();
  }

  /// A snapshot inside the compacted part may name transactions as open whose markers are gone by
  /// now.
  private void forgetSnapshots() throws IOException {
    for (CompactionSource source : compactor.group()) {
      log.disk()
          .deleteIfExists(
              LogFiles.path(log.directory, source.baseOffset(), LogFiles.PRODUCER_SNAPSHOT));
    }
  }

  private void commit() throws IOException {
    if (!log.compacted) {
      Path mark = log.directory.resolve(LogFiles.COMPACTED);
      log.disk().open(mark, Disk.OpenMode.READ_WRITE).close();
    }
    swapping = compactor.cleaned();
    compactor.commit();
  }

  private void settle() throws IOException {
    log.disk().syncDirectory(log.directory);
  }

  private void discard() throws IOException {
    compactor.discard();
  }

  // ---- on the loop

  private boolean groupIsThere() {
    if (phase == Phase.MAP || phase == Phase.END) {
      return true;
    }
    for (CompactionSource source : compactor.group()) {
      Segment segment = segments.get(source.baseOffset());
      if (segment == null
          || segment.size() != source.size()
          || segment == log.active()
          || !log.segments.contains(segment)) {
        return false;
      }
    }
    return true;
  }

  private LogWork commitWhenAlone() {
    if (derived.underWay()) {
      return new Step(() -> {}, () -> {}, WAIT_MILLIS);
    }
    log.swapUnderWay = true;
    return step(this::commit, this::swapIn);
  }

  private void swapIn() {
    CleanedSegment copy = swapping;
    if (copy == null || log.closed) {
      // The next start finishes it.
      outcome = Outcome.ABORTED;
      ended();
      return;
    }
    log.compacted = true;
    List<Segment> old = new ArrayList<>();
    for (CompactionSource source : compactor.group()) {
      old.add(segments.get(source.baseOffset()));
    }
    long endOffset = compactor.group().getLast().endOffset();
    var segment = new Segment(log.disk(), log.directory, copy.baseOffset(), copy.size(), endOffset);
    segment.adoptFile(copy.file());
    segment.indexes(copy.indexes());
    segment.transactions(copy.transactions());
    segment.firstTimestamp(copy.firstTimestamp());
    segment.verified().add(0, copy.size());
    int at = log.segments.indexOf(old.getFirst());
    log.segments.subList(at, at + old.size()).clear();
    log.segments.add(at, segment);
    old.forEach(derived::forget);
    reader.forgetPositions();
    fresh = segment;
    phase = Phase.SETTLE;
    try {
      SegmentDeletion.startRenamed(log, old);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void settled() {
    CleanedSegment copy = swapping;
    Segment segment = fresh;
    if (copy == null || segment == null || log.closed) {
      // The next start finishes it.
      outcome = Outcome.ABORTED;
      ended();
      return;
    }
    try {
      log.disk().rename(copy.swapPath(), segment.path());
    } catch (IOException e) {
      fail(e);
      return;
    }
    log.entriesDirty = true;
    log.swapUnderWay = false;
    swapping = null;
    fresh = null;
    derived.noteUnindexed(segment);
    derived.submit();
    nextGroup();
  }

  private void nextGroup() {
    if (compactor.nextGroup()) {
      phase = Phase.COPY;
    } else {
      outcome = Outcome.DONE;
      ended();
    }
  }

  private void ended() {
    phase = Phase.END;
    compactor.close();
  }

  /// The files are between two states: what is in memory is right, and the next start finishes the
  /// swap; until then no segment is removed.
  private void fail(IOException e) {
    failure = e;
    outcome = Outcome.FAILED;
    ended();
  }

  private final class Step implements LogWork {
    private final Blocking run;
    private final Runnable then;
    private final long delayMillis;

    Step(Blocking run, Runnable then, long delayMillis) {
      this.run = run;
      this.then = then;
      this.delayMillis = delayMillis;
    }

    @Override
    public Kind kind() {
      return Kind.COMPACT;
    }

    @Override
    public long delayMillis() {
      return delayMillis;
    }

    @Override
    public void run() throws IOException {
      run.run();
    }

    @Override
    public void completed() {
      then.run();
      if (phase == Phase.END) {
        compactor.close();
      }
    }

    @Override
    public void failed(IOException e) {
      failure = e;
      if (outcome != Outcome.RUNNING) {
        // Not even the copy could be removed: the next start does.
        ended();
      } else if (log.closed) {
        outcome = Outcome.ABORTED;
        ended();
      } else if (phase == Phase.COMMIT || phase == Phase.SETTLE) {
        fail(e);
      } else if (!groupIsThere()) {
        outcome = Outcome.ABORTED;
      } else {
        outcome = e instanceof UncleanableException ? Outcome.UNCLEANABLE : Outcome.FAILED;
      }
    }
  }
}
