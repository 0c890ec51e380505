package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.metadata.MetadataRecord;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.MetadataReplay;
import io.tidepost.metadata.image.Provenance;
import io.tidepost.metadata.image.SnapshotRecords;
import io.tidepost.wire.WireException;
import io.tidepost.wire.record.KRaftVersionRecord;
import io.tidepost.wire.record.SnapshotFooterRecord;
import io.tidepost.wire.record.SnapshotHeaderRecord;
import io.tidepost.wire.records.BatchBuilder;
import io.tidepost.wire.records.BatchHeader;
import io.tidepost.wire.records.ControlRecords;
import io.tidepost.wire.records.DamagedBatchException;
import io.tidepost.wire.records.RecordIterator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A KRaft snapshot (KIP-630): header, records, footer. A file without a footer is incomplete; it
/// gets its name only when it is complete and synced.
final class SnapshotFile {

  private static final int BATCH_BYTES = 1 << 18;
  private static final int RECORDS_PER_BATCH = 1024;

  /// What stands for the name of a snapshot that came over the network.
  private static final Path RECEIVED = Path.of("the snapshot that was received");

  private final DiskFile file;
  private final int leaderEpoch;
  private final long nowMillis;
  private long position;
  private long offset;

  private SnapshotFile(DiskFile file, int leaderEpoch, long nowMillis) {
    this.file = file;
    this.leaderEpoch = leaderEpoch;
    this.nowMillis = nowMillis;
  }

  /// Writes the snapshot of `image` durably under its name.
  static void write(
      Disk disk, Path directory, MetadataImage image, QuorumVoters voters, long nowMillis)
      throws IOException {
    Provenance upTo = image.provenance();
    Path target =
        new MetadataFiles.SnapshotId(upTo.lastOffset() + 1, upTo.lastEpoch()).in(directory);
    List<MetadataRecord> records = new ArrayList<>();
    SnapshotRecords.write(image, records::add);
    write(disk, target, records, voters, upTo.lastEpoch(), upTo.lastAppendMillis(), nowMillis);
  }

  /// Writes records as a snapshot to `target`, durably: it is there in whole or not at all.
  static void write(
      Disk disk,
      Path target,
      List<MetadataRecord> records,
      QuorumVoters voters,
      int leaderEpoch,
      long lastContainedMillis,
      long nowMillis)
      throws IOException {
    Path part = target.resolveSibling(target.getFileName() + MetadataFiles.PART_SUFFIX);
    disk.deleteIfExists(part);
    try (DiskFile file = disk.open(part, Disk.OpenMode.CREATE_NEW)) {
      write(file, records, voters, leaderEpoch, lastContainedMillis, nowMillis);
      file.sync();
    } catch (IOException e) {
      // The disk may be full: do not keep what is of no use.
      disk.deleteIfExists(part);
      throw e;
    }
    disk.rename(part, target);
    Path directory = target.getParent();
    if (directory != null) {
      disk.syncDirectory(directory);
    }
  }

  /// Writes records as a snapshot into an empty file.
  static void write(
      DiskFile file,
      List<MetadataRecord> records,
      QuorumVoters voters,
      int leaderEpoch,
      long lastContainedMillis,
      long nowMillis)
      throws IOException {
    var snapshot = new SnapshotFile(file, leaderEpoch, nowMillis);
    snapshot.header(voters, lastContainedMillis);
    snapshot.records(records);
    snapshot.footer();
  }

  private void header(QuorumVoters voters, long lastContainedMillis) throws IOException {
    var header = new SnapshotHeaderRecord();
    header.lastContainedLogTimestamp = Math.max(0, lastContainedMillis);
    BatchBuilder batch = batch().control();
    ControlRecords.append(batch, nowMillis, ControlRecords.SNAPSHOT_HEADER, header, (short) 0);
    if (voters.kraftVersion() > 0) {
      var version = new KRaftVersionRecord();
      version.kRaftVersion = voters.kraftVersion();
      ControlRecords.append(batch, nowMillis, ControlRecords.KRAFT_VERSION, version, (short) 0);
    }
    if (voters.voters() != null) {
      ControlRecords.append(
          batch, nowMillis, ControlRecords.KRAFT_VOTERS, voters.voters(), (short) 0);
    }
    write(batch);
  }

  private void records(List<MetadataRecord> records) throws IOException {
    for (int from = 0; from < records.size(); from += RECORDS_PER_BATCH) {
      List<MetadataRecord> some =
          records.subList(from, Math.min(records.size(), from + RECORDS_PER_BATCH));
      ByteBuffer batch = MetadataBatches.build(some, offset, leaderEpoch, nowMillis);
      write(batch, some.size());
    }
  }

  private void footer() throws IOException {
    BatchBuilder batch = batch().control();
    ControlRecords.append(
        batch, nowMillis, ControlRecords.SNAPSHOT_FOOTER, new SnapshotFooterRecord(), (short) 0);
    write(batch);
  }

  private BatchBuilder batch() {
    return new BatchBuilder().baseOffset(offset).leaderEpoch(leaderEpoch);
  }

  private void write(BatchBuilder batch) throws IOException {
    write(batch.build(), batch.count());
  }

  private void write(ByteBuffer batch, int count) throws IOException {
    int size = batch.remaining();
    file.write(batch, position);
    position += size;
    offset += count;
  }

  /// Replays a snapshot.
  ///
  /// @return the quorum as the snapshot knows it
  /// @throws UnusableStorageException when the file is damaged or incomplete
  static QuorumVoters read(Disk disk, Path path, MetadataReplay replay, Provenance upTo)
      throws IOException {
    try (DiskFile file = disk.open(path, Disk.OpenMode.READ)) {
      return read(file, path, replay, upTo);
    }
  }

  /// As [#read(Disk, Path, MetadataReplay, Provenance)], of a snapshot in memory.
  static void read(ByteBuffer content, MetadataReplay replay, Provenance upTo) throws IOException {
    read(new SnapshotBytes.InMemory(content.slice()), RECEIVED, replay, upTo);
  }

  private static QuorumVoters read(DiskFile file, Path path, MetadataReplay replay, Provenance upTo)
      throws IOException {
    QuorumVoters voters = QuorumVoters.NONE;
    boolean complete = false;
    try {
      var batches = new BatchFile(file);
      while (batches.next()) {
        ByteBuffer buffer = batches.buffer();
        int start = batches.start();
        if (BatchHeader.isControl(buffer, start)) {
          voters = MetadataBatches.control(buffer, start, voters);
          complete = isFooter(buffer, start);
        } else {
          replay.replay(MetadataBatches.records(buffer, start), upTo);
        }
      }
      if (batches.damage() != null) {
        throw new UnusableStorageException(
            path, " " + batches.damage() + " at position " + batches.position());
      }
    } catch (WireException | DamagedBatchException | IllegalStateException e) {
      throw new UnusableStorageException(path, " cannot be read: " + e.getMessage());
    }
    if (!complete) {
      throw new UnusableStorageException(path, " is incomplete: it has no snapshot footer");
    }
    replay.skipTo(upTo);
    return voters;
  }

  private static boolean isFooter(ByteBuffer buffer, int start) {
    var iterator = new RecordIterator().start(buffer, start, BATCH_BYTES);
    boolean footer = false;
    while (iterator.next()) {
      footer = ControlRecords.type(iterator.key()) == ControlRecords.SNAPSHOT_FOOTER;
    }
    return footer;
  }
}
