package io.tidepost.quorum;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.DiskFullException;
import io.tidepost.quorum.MetadataFiles.SnapshotId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of the metadata log while it is written: one batch at a time, each synced before the
/// next one. Everything here blocks; one thread at a time (the I/O pool's, hand over hand).
final class MetadataLogWriter implements Closeable {

  /// The disk did not take a batch, and the file is as it was before.
  static final class RejectedException extends IOException {
    private static final long serialVersionUID = 1L;

    RejectedException(Path path, IOException cause) {
      super(path + " could not be written: " + cause.getMessage(), cause);
    }
  }

  private final Disk disk;
  private final Path directory;
  private final long segmentBytes;
  private final List<Long> segments;
  private final List<SnapshotId> snapshots;
  private final Runnable whenFull;
  private @Nullable DiskFile active;
  private long activeSize;
  private boolean rollNext;

  /// @param whenFull gives up room that was kept for a full disk
  MetadataLogWriter(
      Disk disk,
      Path directory,
      LogRecovery.Recovered recovered,
      long segmentBytes,
      Runnable whenFull) {
    this.whenFull = whenFull;
    this.disk = disk;
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.segments = new ArrayList<>(recovered.segments());
    this.snapshots = new ArrayList<>(recovered.snapshots());
    this.activeSize = recovered.activeSize();
    // A snapshot may reach further than the segments when these were lost.
    this.rollNext = segments.isEmpty() || recovered.activeEndOffset() != recovered.nextOffset();
  }

  /// Writes and syncs one batch.
  ///
  /// @throws RejectedException when nothing was written and writing may go on
  /// @throws IOException when the state of the file is not known any more
  void append(ByteBuffer batch, long baseOffset) throws IOException {
    int start = batch.position();
    try {
      appendOnce(batch, baseOffset);
    } catch (RejectedException e) {
      if (!DiskFullException.isCauseOf(e)) {
        throw e;
      }
      whenFull.run();
      appendOnce(batch.position(start), baseOffset);
    }
  }

  private void appendOnce(ByteBuffer batch, long baseOffset) throws IOException {
    Path path = MetadataFiles.segment(directory, baseOffset);
    DiskFile file;
    try {
      file = file(baseOffset, batch.remaining());
    } catch (IOException e) {
      throw new RejectedException(path, e);
    }
    int size = batch.remaining();
    try {
      file.write(batch, activeSize);
    } catch (IOException e) {
      file.truncate(activeSize);
      throw new RejectedException(currentPath(), e);
    }
    file.sync();
    activeSize += size;
  }

  private Path currentPath() {
    return MetadataFiles.segment(directory, segments.get(segments.size() - 1));
  }

  private DiskFile file(long baseOffset, int size) throws IOException {
    boolean full = activeSize > 0 && activeSize + size > segmentBytes;
    if (rollNext || full) {
      roll(baseOffset);
    }
    if (active == null) {
      active = disk.open(currentPath(), Disk.OpenMode.READ_WRITE);
    }
    return active;
  }

  private void roll(long baseOffset) throws IOException {
    Path path = MetadataFiles.segment(directory, baseOffset);
    DiskFile file = disk.open(path, Disk.OpenMode.READ_WRITE);
    try {
      file.truncate(0);
      disk.syncDirectory(directory);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    if (active != null) {
      active.close();
    }
    active = file;
    activeSize = 0;
    rollNext = false;
    segments.add(baseOffset);
  }

  /// Takes note of a snapshot that was written, and removes what it makes superfluous: the newest
  /// two snapshots stay, and the segments from the older of them on.
  void cleanUp(SnapshotId written) throws IOException {
    if (!snapshots.contains(written)) {
      snapshots.add(written);
    }
    rollNext = activeSize > 0;
    while (snapshots.size() > 2) {
      disk.deleteIfExists(snapshots.get(0).in(directory));
      snapshots.remove(0);
    }
    long keepFrom = snapshots.size() == 2 ? snapshots.get(0).endOffset() : 0;
    while (segments.size() > 1 && segments.get(1) <= keepFrom) {
      delete(segments.get(0));
      segments.remove(0);
    }
  }

  /// Removes a segment, with the companions that Kafka gives its segments.
  private void delete(long base) throws IOException {
    Path log = MetadataFiles.segment(directory, base);
    String stem = String.valueOf(log.getFileName()).replace(MetadataFiles.LOG_SUFFIX, "");
    for (String suffix : List.of(".index", ".timeindex", ".txnindex", ".snapshot")) {
      disk.deleteIfExists(directory.resolve(stem + suffix));
    }
    disk.deleteIfExists(log);
  }

  @Override
  public void close() throws IOException {
    if (active != null) {
      active.close();
      active = null;
    }
  }
}
