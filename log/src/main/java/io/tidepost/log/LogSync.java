package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.OpenFileLimit;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes what was written so far durable: contents of the segments first, then the directory
/// entries that lead to them.
final class LogSync implements LogWork {

  private final LogState log;
  private final Runnable finished;
  private final List<Segment> segments = new ArrayList<>(1);
  private final List<DiskFile> files = new ArrayList<>(1);
  private final long endOffset;
  private final boolean entries;
  private final boolean partition;

  private LogSync(LogState log, Runnable finished) {
    this.log = log;
    this.finished = finished;
    this.endOffset = log.endOffset;
    this.entries = log.entriesDirty;
    this.partition = log.partitionDirty;
  }

  /// Captures what is to be synced.
  ///
  /// @param finished called on the owner loop when the sync is over, one way or the other
  static LogSync capture(LogState log, Runnable finished) throws IOException {
    var sync = new LogSync(log, finished);
    for (int i = log.segments.size() - 1; i >= 0; i--) {
      Segment segment = log.segments.get(i);
      if (segment.dirty()) {
        sync.segments.add(segment);
        sync.files.add(segment.file());
        segment.dirty(false);
      }
    }
    log.entriesDirty = false;
    log.partitionDirty = false;
    return sync;
  }

  @Override
  public Kind kind() {
    return Kind.SYNC;
  }

  @Override
  public void run() throws IOException {
    for (DiskFile file : files) {
      file.sync();
    }
    Disk disk = log.disk();
    if (partition) {
      syncMetadata(disk);
    }
    if (entries || partition) {
      disk.syncDirectory(log.directory);
    }
    Path parent = log.directory.getParent();
    if (partition && parent != null) {
      disk.syncDirectory(parent);
    }
  }

  private void syncMetadata(Disk disk) throws IOException {
    Path metadata = log.directory.resolve(LogFiles.PARTITION_METADATA);
    if (disk.exists(metadata)) {
      try (DiskFile file = disk.open(metadata, Disk.OpenMode.READ_WRITE)) {
        file.sync();
      }
    }
  }

  @Override
  public void completed() {
    if (log.failure == null) {
      log.syncedOffset = Math.max(log.syncedOffset, Math.min(endOffset, log.endOffset));
    }
    finished.run();
  }

  @Override
  public void failed(IOException failure) {
    if ((failure instanceof ClosedChannelException && anyGone())
        || OpenFileLimit.isCauseOf(failure)) {
      // A removed segment's file was closed under our hands, or a directory could not be opened:
      // nothing was dropped, and all of it has to be synced again.
      segments.forEach(segment -> segment.dirty(true));
      log.entriesDirty |= entries;
      log.partitionDirty |= partition;
    } else {
      log.failure = log.failed("sync of " + log.directory, failure);
    }
    finished.run();
  }

  private boolean anyGone() {
    for (Segment segment : segments) {
      if (!log.segments.contains(segment)) {
        return true;
      }
    }
    return false;
  }
}
