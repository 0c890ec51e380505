package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.MetadataReplay;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.quorum.MetadataFiles.SnapshotId;
import io.tidepost.wire.WireException;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.DamagedBatchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the metadata log at start: the newest usable snapshot and every batch behind it.
///
/// What is torn at the very end was never acknowledged and is cut off. Damage with sound batches
/// behind it, or in what a clean stop vouched for, is damage to acknowledged records: the node does
/// not start, and nothing is changed. That the two can be told apart rests on the writer's rule
/// that at most one batch is not synced at any time.
final class LogRecovery {

  /// What was found.
  ///
  /// @param image the state
  /// @param inTransaction whether the log ends within a metadata transaction
  /// @param voters the quorum as the log knows it
  /// @param nextOffset offset behind the last record
  /// @param lastEpoch highest leader epoch in the log; 0 when it is empty
  /// @param segments base offsets of all segments, ascending
  /// @param snapshots all snapshots, ascending
  /// @param activeSize bytes of the last segment that are sound
  /// @param activeEndOffset offset behind the last record of the last segment
  /// @param bytesBehindSnapshot bytes of the batches that the newest snapshot does not cover
  record Recovered(
      MetadataImage image,
      boolean inTransaction,
      QuorumVoters voters,
      long nextOffset,
      int lastEpoch,
      List<Long> segments,
      List<SnapshotId> snapshots,
      long activeSize,
      long activeEndOffset,
      long bytesBehindSnapshot) {}

  private final Disk disk;
  private final Path directory;
  private final long cleanEndOffset;
  private final Consumer<String> notice;

  private final List<Long> segments = new ArrayList<>();
  private final List<SnapshotId> snapshots = new ArrayList<>();
  private MetadataReplay replay = new MetadataReplay();
  private QuorumVoters voters = QuorumVoters.NONE;
  private long nextOffset;
  private int lastEpoch;
  private long activeSize;
  private long activeEndOffset;
  private long bytesBehindSnapshot;

  /// @param cleanEndOffset where the log ended at its last clean stop; -1 when it was not clean
  /// @param notice told, in sentences, what an operator should know
  LogRecovery(Disk disk, Path directory, long cleanEndOffset, Consumer<String> notice) {
    this.disk = disk;
    this.directory = directory;
    this.cleanEndOffset = cleanEndOffset;
    this.notice = notice;
  }

  /// Reads everything. Cuts a torn tail durably; changes nothing else.
  Recovered recover() throws IOException {
    list();
    loadSnapshot();
    loadSegments();
    if (nextOffset < cleanEndOffset) {
      throw new UnusableStorageException(
          directory,
          " ends at offset "
              + nextOffset
              + ", but at its last clean stop the metadata log ended at "
              + cleanEndOffset);
    }
    return new Recovered(
        replay.image(),
        replay.inTransaction(),
        voters,
        nextOffset,
        lastEpoch,
        segments,
        snapshots,
        activeSize,
        activeEndOffset,
        bytesBehindSnapshot);
  }

  private void list() throws IOException {
    for (String name : disk.list(directory)) {
      long base = MetadataFiles.segmentOffset(name);
      SnapshotId snapshot = MetadataFiles.snapshot(name);
      if (base >= 0) {
        segments.add(base);
      } else if (snapshot != null) {
        snapshots.add(snapshot);
      }
    }
    Collections.sort(segments);
  }

  /// Takes the newest snapshot that is sound, if the log continues it.
  private void loadSnapshot() throws IOException {
    UnusableStorageException first = null;
    for (int i = snapshots.size() - 1; i >= 0; i--) {
      SnapshotId id = snapshots.get(i);
      replay = new MetadataReplay();
      try {
        var upTo = new Provenance(id.endOffset() - 1, id.leaderEpoch(), -1);
        voters = SnapshotFile.read(disk, id.in(directory), replay, upTo);
      } catch (UnusableStorageException e) {
        notice.accept(e.getMessage());
        first = first == null ? e : first;
        continue;
      }
      if (first != null && !segments.isEmpty() && segments.get(0) > id.endOffset()) {
        throw first;
      }
      nextOffset = id.endOffset();
      lastEpoch = id.leaderEpoch();
      return;
    }
    if (first != null && (segments.isEmpty() || segments.get(0) > 0)) {
      throw first;
    }
    replay = new MetadataReplay();
    voters = QuorumVoters.NONE;
  }

  private void loadSegments() throws IOException {
    int from = 0;
    while (from + 1 < segments.size() && segments.get(from + 1) <= nextOffset) {
      from++;
    }
    if (!segments.isEmpty() && segments.get(from) > nextOffset) {
      throw new UnusableStorageException(
          MetadataFiles.segment(directory, segments.get(from)),
          " is the first segment of the metadata log, but nothing holds the records from offset "
              + nextOffset
              + " on");
    }
    for (int i = from; i < segments.size(); i++) {
      load(segments.get(i), i == segments.size() - 1);
    }
  }

  private void load(long base, boolean isLast) throws IOException {
    Path path = MetadataFiles.segment(directory, base);
    long cutAt = -1;
    try (DiskFile file = disk.open(path, Disk.OpenMode.READ)) {
      var batches = new BatchFile(file);
      long expected = base;
      while (batches.next()) {
        check(path, batches, expected);
        expected = BatchHeader.lastOffset(batches.buffer(), batches.start()) + 1;
        apply(path, batches);
      }
      if (batches.damage() != null) {
        refuseDamage(path, batches, expected, isLast);
        cutAt = batches.position();
        notice.accept(
            path
                + " "
                + batches.damage()
                + " at position "
                + cutAt
                + ": the torn tail, never acknowledged, is cut off");
      }
      activeSize = batches.position();
      activeEndOffset = expected;
    }
    if (cutAt >= 0) {
      cut(path, cutAt);
    }
  }

  private void check(Path path, BatchFile batches, long expected) throws IOException {
    long offset = BatchHeader.baseOffset(batches.buffer(), batches.start());
    int epoch = BatchHeader.leaderEpoch(batches.buffer(), batches.start());
    boolean isNew = offset >= nextOffset;
    if (offset != expected || (isNew && epoch < lastEpoch)) {
      throw new UnusableStorageException(
          path,
          " has a batch of offset "
              + offset
              + " and leader epoch "
              + epoch
              + " at position "
              + batches.position()
              + " where offset "
              + expected
              + " and leader epoch "
              + lastEpoch
              + " or later were expected");
    }
  }

  private void apply(Path path, BatchFile batches) throws IOException {
    ByteBuffer buffer = batches.buffer();
    int start = batches.start();
    long lastOffset = BatchHeader.lastOffset(buffer, start);
    if (lastOffset < nextOffset) {
      return;
    }
    int epoch = BatchHeader.leaderEpoch(buffer, start);
    var upTo = new Provenance(lastOffset, epoch, BatchHeader.maxTimestamp(buffer, start));
    try {
      if (BatchHeader.isControl(buffer, start)) {
        voters = MetadataBatches.control(buffer, start, voters);
        replay.skipTo(upTo);
      } else {
        replay.replay(MetadataBatches.records(buffer, start), upTo);
      }
    } catch (WireException | DamagedBatchException | IllegalStateException e) {
      throw new UnusableStorageException(
          path, " cannot be read at position " + batches.position() + ": " + e.getMessage());
    }
    nextOffset = lastOffset + 1;
    lastEpoch = epoch;
    bytesBehindSnapshot += batches.batchSize();
  }

  private void refuseDamage(Path path, BatchFile batches, long expected, boolean isLast)
      throws IOException {
    @Nullable String why = null;
    if (!isLast) {
      why = "later segments follow";
    } else if (expected < cleanEndOffset) {
      why = "at its last clean stop the log was sound up to offset " + cleanEndOffset;
    } else {
      long sound = batches.soundBatchBehind(expected);
      why = sound < 0 ? null : "a sound batch follows at position " + sound;
    }
    if (why != null) {
      throw new UnusableStorageException(
          path,
          " "
              + batches.damage()
              + " at position "
              + batches.position()
              + " (offset "
              + expected
              + "), and "
              + why
              + ": acknowledged metadata is damaged; restore the file from a copy");
    }
  }

  private void cut(Path path, long size) throws IOException {
    try (DiskFile file = disk.open(path, Disk.OpenMode.READ_WRITE)) {
      file.truncate(size);
      file.sync();
    }
  }
}
