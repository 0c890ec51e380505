package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Removes files of segments that have left the log: renamed at once, deleted after
/// `file.delete.delay.ms`, until when transfers that are under way may still read them.
final class SegmentDeletion implements LogWork {

  private static final List<String> SUFFIXES =
      List.of(
          LogFiles.LOG,
          LogFiles.OFFSET_INDEX,
          LogFiles.TIME_INDEX,
          LogFiles.TRANSACTION_INDEX,
          LogFiles.PRODUCER_SNAPSHOT);

  private final LogState log;
  private final long delayMillis;
  private final List<Path> files = new ArrayList<>();
  private final List<DiskFile> open = new ArrayList<>(1);

  private SegmentDeletion(LogState log, long delayMillis) {
    this.log = log;
    this.delayMillis = delayMillis;
  }

  /// Renames the files of `segments` and hands out their removal.
  ///
  /// @param delayed whether readers are given time
  static void start(LogState log, List<Segment> segments, boolean delayed) throws IOException {
    var deletion = new SegmentDeletion(log, delayed ? log.config.fileDeleteDelayMillis() : 0);
    try {
      for (Segment segment : segments) {
        deletion.rename(segment);
      }
    } finally {
      log.entriesDirty = true;
      log.environment.work().accept(deletion);
    }
  }

  private void rename(Segment segment) throws IOException {
    @Nullable DiskFile file = segment.openFile();
    if (file != null) {
      open.add(file);
    }
    Disk disk = log.disk();
    for (String suffix : SUFFIXES) {
      Path from = segment.path(suffix);
      if (disk.exists(from)) {
        Path to = from.resolveSibling(from.getFileName() + LogFiles.DELETED);
        disk.rename(from, to);
        files.add(to);
      }
    }
  }

  @Override
  public Kind kind() {
    return Kind.DELETE;
  }

  @Override
  public long delayMillis() {
    return delayMillis;
  }

  @Override
  public void run() throws IOException {
    for (DiskFile file : open) {
      file.close();
    }
    for (Path file : files) {
      log.disk().deleteIfExists(file);
    }
  }

  @Override
  public void completed() {
    // Nothing in memory knows of these files any more.
  }

  @Override
  public void failed(IOException failure) {
    // The names end in .deleted: the next start tries again.
    log.environment
        .events()
        .warning(log.topicPartition, "removing old segments failed: " + LogState.reason(failure));
  }
}
