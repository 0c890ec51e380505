package io.tidepost.log;

import io.tidepost.log.checkpoint.Checksum;
import io.tidepost.log.checkpoint.SegmentsFile;
import io.tidepost.log.index.TransactionIndex;
import io.tidepost.log.segment.IndexFiles;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentIndexes;
import io.tidepost.log.segment.SegmentSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the files that are derived from the batches: indexes of rolled segments, producer
/// snapshots, leader epochs, and the checksums of all of them. One such work is under way at a
/// time, so that the newest checksums are the last ones written.
final class DerivedWriter {

  /// A producer snapshot to be written.
  private record Snapshot(long offset, ByteBuffer content) {}

  /// A segment whose index files are to be written.
  private record Indexed(
      Segment segment, SegmentSummary summary, List<Content> files, boolean hasRoom) {}

  private record Content(Path path, ByteBuffer bytes) {}

  private static final int SMALL_SNAPSHOT = 8192;

  private final LogState log;
  private final List<Segment> rolled = new ArrayList<>(0);
  private final List<Snapshot> snapshots = new ArrayList<>(0);
  private boolean underWay;
  private boolean again;

  DerivedWriter(LogState log) {
    this.log = log;
  }

  /// A segment was closed for appending.
  ///
  /// @param snapshot the producers at that moment
  void noteRolled(Segment segment, ByteBuffer snapshot, long nextBaseOffset) {
    rolled.add(segment);
    snapshots.add(new Snapshot(nextBaseOffset, snapshot));
  }

  /// The roll of `first` and all later ones did not happen.
  void withdrawRolled(Segment first) {
    rolled.removeIf(s -> s.baseOffset() >= first.baseOffset());
    snapshots.removeIf(s -> s.offset > first.baseOffset());
  }

  /// The producers at the base offset of a segment, found while opening.
  void noteSnapshot(long baseOffset, ByteBuffer snapshot) {
    snapshots.add(new Snapshot(baseOffset, snapshot));
  }

  /// Segments that were scanned while opening and have no index files that fit.
  void noteUnindexed(Segment segment) {
    if (!rolled.contains(segment)) {
      rolled.add(segment);
    }
  }

  /// A segment is gone.
  void forget(Segment segment) {
    rolled.remove(segment);
  }

  /// Everything from `offset` on is about to be cut off: what describes it goes first, so that a
  /// crash in between cannot leave derived files of a future that will not happen.
  void beforeTruncation(long offset) throws IOException {
    if (underWay || !log.renamesUnderWay.isEmpty()) {
      throw new IllegalStateException(
          log.topicPartition + " is truncated while its derived files are being written");
    }
    rolled.removeIf(s -> s.endOffset() > offset);
    snapshots.removeIf(s -> s.offset > offset);
    if (log.disk().deleteIfExists(log.directory.resolve(LogFiles.SEGMENTS))) {
      log.disk().syncDirectory(log.directory);
    }
  }

  /// Whether a work of kind [LogWork.Kind#WRITE_DERIVED] has not come back yet.
  boolean underWay() {
    return underWay;
  }

  boolean hasNoted() {
    return !rolled.isEmpty() || !snapshots.isEmpty();
  }

  /// Hands out the writing of everything noted and of the checksums.
  void submit() {
    if (underWay || log.swapUnderWay) {
      again = true;
      return;
    }
    underWay = true;
    again = false;
    log.environment.work().accept(new Write(collect(false)));
  }

  /// Writes everything now, the active segment's indexes included. Blocks.
  void writeAll() throws IOException {
    log.producerSnapshotOffset = -1;
    if (!log.producers.isEmpty()) {
      snapshots.add(new Snapshot(log.endOffset, log.producers.toSnapshot()));
    }
    collect(true).write();
  }

  private Batch collect(boolean complete) {
    List<Indexed> indexed = new ArrayList<>(rolled.size() + 1);
    for (Segment segment : rolled) {
      Indexed entry = describe(segment);
      if (entry != null) {
        indexed.add(entry);
      }
    }
    rolled.clear();
    if (complete && log.active().size() > 0) {
      Indexed entry = describe(log.active());
      if (entry != null) {
        indexed.add(entry);
      }
    }
    for (Snapshot snapshot : snapshots) {
      log.producerSnapshotOffset = Math.max(log.producerSnapshotOffset, snapshot.offset);
    }
    var batch =
        new Batch(
            indexed,
            List.copyOf(snapshots),
            log.leaderEpochs.toBytes(),
            new SegmentsFile(
                log.logStartOffset,
                complete ? log.endOffset : -1,
                log.syncedOffset,
                log.topicId,
                log.leaderEpochs.copy(),
                log.producerSnapshotOffset,
                complete ? smallSnapshot() : null,
                summaries(indexed, complete)));
    snapshots.clear();
    if (complete) {
      log.derivedStale = false;
    }
    return batch;
  }

  /// The newest snapshot, when it is small enough to stand in `tidepost-segments` too.
  private byte @Nullable [] smallSnapshot() {
    if (snapshots.isEmpty()) {
      return null;
    }
    Snapshot newest = snapshots.getLast();
    return newest.offset == log.endOffset && newest.content.remaining() <= SMALL_SNAPSHOT
        ? newest.content.array()
        : null;
  }

  private List<SegmentSummary> summaries(List<Indexed> indexed, boolean complete) {
    List<SegmentSummary> summaries = new ArrayList<>(log.segments.size());
    for (Segment segment : log.segments) {
      SegmentSummary summary = segment.summary();
      for (Indexed entry : indexed) {
        if (entry.segment == segment) {
          summary = entry.summary;
        }
      }
      if (summary != null
          && summary.size() == segment.size()
          && (complete || segment != log.active())) {
        summaries.add(summary);
      }
    }
    return summaries;
  }

  /// @return `null` when the segment was never looked into and its files are as they were
  private static @Nullable Indexed describe(Segment segment) {
    SegmentIndexes indexes = segment.indexes();
    if (indexes == null) {
      return null;
    }
    indexes.noteMaxTimestamp();
    TransactionIndex transactions = segment.transactions();
    ByteBuffer offsets = indexes.offsets().toBytes();
    ByteBuffer times = indexes.times().toBytes();
    List<Content> files = new ArrayList<>(3);
    files.add(new Content(segment.path(LogFiles.OFFSET_INDEX), offsets));
    files.add(new Content(segment.path(LogFiles.TIME_INDEX), times));
    long transactionsCrc = -1;
    if (transactions != null && transactions.count() > 0) {
      ByteBuffer aborted = transactions.toBytes();
      files.add(new Content(segment.path(LogFiles.TRANSACTION_INDEX), aborted));
      transactionsCrc = Checksum.of(aborted);
    } else if (transactions == null && segment.summary() != null) {
      transactionsCrc = segment.summary().transactionIndexCrc();
    }
    var summary =
        new SegmentSummary(
            segment.baseOffset(),
            segment.size(),
            segment.endOffset(),
            indexes.maxTimestamp(),
            indexes.offsetOfMaxTimestamp(),
            segment.firstTimestamp(),
            Checksum.of(offsets),
            Checksum.of(times),
            transactionsCrc);
    return new Indexed(segment, summary, files, segment.hasRoom());
  }

  /// Everything one run writes, captured.
  private final class Batch {
    private final List<Indexed> indexed;
    private final List<Snapshot> toSnapshot;
    private final byte[] leaderEpochs;
    private final SegmentsFile segments;

    Batch(
        List<Indexed> indexed,
        List<Snapshot> toSnapshot,
        byte[] leaderEpochs,
        SegmentsFile segments) {
      this.indexed = indexed;
      this.toSnapshot = toSnapshot;
      this.leaderEpochs = leaderEpochs;
      this.segments = segments;
    }

    void write() throws IOException {
      for (Indexed entry : indexed) {
        if (entry.hasRoom) {
          log.disk().trim(entry.segment.path());
        }
        for (Content file : entry.files) {
          IndexFiles.write(log.disk(), file.path, file.bytes);
        }
      }
      for (Snapshot snapshot : toSnapshot) {
        IndexFiles.write(
            log.disk(),
            LogFiles.path(log.directory, snapshot.offset, LogFiles.PRODUCER_SNAPSHOT),
            snapshot.content);
      }
      IndexFiles.write(
          log.disk(), log.directory.resolve(LogFiles.LEADER_EPOCHS), ByteBuffer.wrap(leaderEpochs));
      IndexFiles.replace(
          log.disk(),
          log.directory.resolve(LogFiles.SEGMENTS),
          ByteBuffer.wrap(segments.toBytes()));
    }
  }

  private final class Write implements LogWork {
    private final Batch batch;

    Write(Batch batch) {
      this.batch = batch;
    }

    @Override
    public Kind kind() {
      return Kind.WRITE_DERIVED;
    }

    @Override
    public void run() throws IOException {
      batch.write();
    }

    @Override
    public void completed() {
      for (Indexed entry : batch.indexed) {
        Segment segment = entry.segment;
        if (segment.size() == entry.summary.size() && segment != log.active()) {
          segment.summary(entry.summary);
          segment.hasRoom(false);
          segment.indexes(null);
        }
      }
      next();
    }

    @Override
    public void failed(IOException failure) {
      // Nothing is lost: what is missing is rebuilt from the batches when it is needed.
      log.derivedStale = true;
      log.environment
          .events()
          .warning(
              log.topicPartition,
              "writing the index files of %s failed: %s"
                  .formatted(log.directory, LogState.reason(failure)));
      next();
    }

    private void next() {
      underWay = false;
      if (again && log.failure == null) {
        submit();
      }
    }
  }
}
