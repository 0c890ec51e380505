package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Removes files of segments that have left the log: renamed at once, deleted after
/// `file.delete.delay.ms`, until when transfers that are under way may still read them.
///
/// Segments at the start are renamed one after the other, each when the one before it is known to
/// be gone: whatever a power loss brings back has no hole in the middle, which would be damage.
final class SegmentDeletion implements LogWork {

  private static final List<String> SUFFIXES =
      List.of(
          LogFiles.LOG,
          LogFiles.OFFSET_INDEX,
          LogFiles.TIME_INDEX,
          LogFiles.TRANSACTION_INDEX,
          LogFiles.PRODUCER_SNAPSHOT);

  private final LogState log;
  private final List<Segment> segments;
  private final List<Path> files = new ArrayList<>();
  private final List<DiskFile> open = new ArrayList<>(1);
  private final boolean delayed;
  private int renamed;

  private SegmentDeletion(LogState log, List<Segment> segments, boolean delayed) {
    this.log = log;
    this.segments = new ArrayList<>(segments);
    this.delayed = delayed;
    for (Segment segment : segments) {
      DiskFile file = segment.openFile();
      if (file != null) {
        open.add(file);
      }
    }
  }

  /// Hands out the renaming of the files of `segments`, and then their removal.
  static void start(LogState log, List<Segment> segments) {
    var deletion = new SegmentDeletion(log, segments, false);
    log.renamesUnderWay.add(deletion);
    if (log.renamesUnderWay.size() == 1) {
      deletion.begin();
    }
  }

  private void begin() {
    segments.addAll(0, log.notRenamed);
    log.notRenamed.clear();
    log.environment.work().accept(this);
  }

  /// Renames the files at once, because others will take their names, and hands out the removal.
  static void startRenamed(LogState log, List<Segment> segments) throws IOException {
    var deletion = new SegmentDeletion(log, segments, true);
    try {
      for (Segment segment : segments) {
        deletion.rename(segment);
      }
    } finally {
      log.entriesDirty = true;
      log.environment.work().accept(deletion);
    }
  }

  private void renameInOrder() throws IOException {
    while (renamed < segments.size()) {
      rename(segments.get(renamed));
      if (log.disk().exists(log.directory)) {
        settle();
      }
      renamed++;
    }
  }

  private void rename(Segment segment) throws IOException {
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

  private void settle() throws IOException {
    log.disk().syncDirectory(log.directory);
  }

  @Override
  public Kind kind() {
    return Kind.DELETE;
  }

  @Override
  public long delayMillis() {
    return delayed ? log.config.fileDeleteDelayMillis() : 0;
  }

  @Override
  public void run() throws IOException {
    if (!delayed) {
      renameInOrder();
      return;
    }
    for (DiskFile file : open) {
      file.close();
    }
    for (Path file : files) {
      log.disk().deleteIfExists(file);
    }
  }

  @Override
  public void completed() {
    if (!delayed) {
      renamesOver();
    }
  }

  private void renamesOver() {
    log.renamesUnderWay.remove();
    var removal = new SegmentDeletion(log, segments, true);
    removal.files.addAll(files);
    log.environment.work().accept(removal);
    log.notRenamed.addAll(segments.subList(renamed, segments.size()));
    SegmentDeletion next = log.renamesUnderWay.peek();
    if (next != null) {
      next.begin();
    }
  }

  @Override
  public void failed(IOException failure) {
    // What is left is met by the next removal, or the next start applies retention again.
    if (!delayed) {
      log.entriesDirty = true;
      renamesOver();
    }
    log.environment
        .events()
        .warning(log.topicPartition, "removing old segments failed: " + LogState.reason(failure));
  }
}
