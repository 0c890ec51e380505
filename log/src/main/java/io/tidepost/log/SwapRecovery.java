package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.TopicPartition;
import io.tidepost.log.segment.BatchScanner;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.SegmentScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finishes what a crash interrupted in the middle of a compaction, by Kafka's rules: a `.cleaned`
/// file was not finished and goes; a `.swap` file was, and takes the place of the segments whose
/// offsets it covers.
final class SwapRecovery {

  private static final List<String> SUFFIXES =
      List.of(
          LogFiles.LOG,
          LogFiles.OFFSET_INDEX,
          LogFiles.TIME_INDEX,
          LogFiles.TRANSACTION_INDEX,
          LogFiles.PRODUCER_SNAPSHOT);

  private final Disk disk;
  private final Path directory;
  private final TopicPartition topicPartition;
  private final LogEvents events;
  private boolean changed;

  private SwapRecovery(LogEnvironment environment, Path directory, TopicPartition topicPartition) {
    this.disk = environment.disk();
    this.directory = directory;
    this.topicPartition = topicPartition;
    this.events = environment.events();
  }

  /// @param names of the partition's files
  /// @return their names afterwards
  static List<String> finish(
      LogEnvironment environment, Path directory, TopicPartition topicPartition, List<String> names)
      throws IOException {
    var recovery = new SwapRecovery(environment, directory, topicPartition);
    for (String name : names) {
      recovery.meet(name, names);
    }
    return recovery.changed ? environment.disk().list(directory) : names;
  }

  private void meet(String name, List<String> names) throws IOException {
    if (name.endsWith(LogFiles.CLEANED)) {
      disk.deleteIfExists(directory.resolve(name));
      changed = true;
    } else if (name.endsWith(LogFiles.SWAP)) {
      changed = true;
      Long baseOffset = LogFiles.offsetOf(name, LogFiles.LOG + LogFiles.SWAP);
      if (baseOffset == null) {
        // Indexes are derived.
        disk.deleteIfExists(directory.resolve(name));
      } else {
        swap(baseOffset, directory.resolve(name), names);
      }
    }
  }

  private void swap(long baseOffset, Path swap, List<String> names) throws IOException {
    var scan = new SegmentScan(swap, baseOffset, Integer.MAX_VALUE);
    boolean whole;
    long endOffset;
    try (DiskFile file = disk.open(swap, Disk.OpenMode.READ)) {
      var scanner = new BatchScanner(file, baseOffset, file.size(), Long.MAX_VALUE, true);
      whole = scanner.scan(0, file.size(), baseOffset, Long.MIN_VALUE, scan);
      endOffset = Math.max(baseOffset + 1, scanner.nextOffset());
    }
    boolean oldIsThere = names.contains(LogFiles.name(baseOffset, LogFiles.LOG));
    if (oldIsThere && (!whole || !scan.damagedRanges().isEmpty())) {
      events.warning(topicPartition, swap + " is damaged; the segment it was to replace is kept");
      disk.deleteIfExists(swap);
      return;
    }
    for (String name : names) {
      Long old = segmentOf(name);
      if (old != null && old >= baseOffset && old < endOffset) {
        disk.deleteIfExists(directory.resolve(name));
      }
    }
    disk.syncDirectory(directory);
    disk.rename(swap, LogFiles.path(directory, baseOffset, LogFiles.LOG));
    disk.syncDirectory(directory);
  }

  private static @Nullable Long segmentOf(String name) {
    for (String suffix : SUFFIXES) {
      Long offset = LogFiles.offsetOf(name, suffix);
      if (offset != null) {
        return offset;
      }
    }
    return null;
  }
}
