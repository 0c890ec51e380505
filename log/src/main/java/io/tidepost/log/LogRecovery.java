package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.checkpoint.Checksum;
import io.tidepost.log.checkpoint.PartitionMetadata;
import io.tidepost.log.checkpoint.SegmentsFile;
import io.tidepost.log.epoch.LeaderEpochs;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import io.tidepost.log.segment.SegmentSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opens what is on disk. A log whose `tidepost-segments` still describes its files exactly is
/// taken as it is, with one listing and one small file read; otherwise the segments that are not
/// described or not known to have been synced are scanned.
final class LogRecovery {

  private final LogState log;
  private final SegmentLoader loader;
  private final DerivedWriter derived;
  private final LogOpenHints hints;
  private final List<String> names;
  private final @Nullable SegmentsFile described;
  private final long nowMillis;
  private final Set<Long> changed = new HashSet<>(0);
  private boolean fileMissing;

  private LogRecovery(
      LogState log,
      SegmentLoader loader,
      DerivedWriter derived,
      LogOpenHints hints,
      List<String> names,
      @Nullable SegmentsFile described,
      long nowMillis) {
    this.log = log;
    this.loader = loader;
    this.derived = derived;
    this.hints = hints;
    this.names = names;
    this.described = described;
    this.nowMillis = nowMillis;
  }

  /// Starts a log's state from its directory's listing.
  static LogState begin(
      LogEnvironment environment,
      Path directory,
      TopicPartition topicPartition,
      LogConfig config,
      List<String> names)
      throws IOException {
    Uuid topicId = null;
    if (names.contains(LogFiles.PARTITION_METADATA)) {
      topicId =
          PartitionMetadata.parse(
              environment.disk().readAll(directory.resolve(LogFiles.PARTITION_METADATA)));
      if (topicId == null) {
        environment
            .events()
            .warning(topicPartition, directory + "/partition.metadata is damaged; ignored");
      }
    }
    return new LogState(environment, directory, topicPartition, topicId, config);
  }

  static void run(
      LogState log,
      SegmentLoader loader,
      DerivedWriter derived,
      LogOpenHints hints,
      List<String> names,
      long nowMillis)
      throws IOException {
    SegmentsFile described = null;
    if (names.contains(LogFiles.SEGMENTS)) {
      Path file = log.directory.resolve(LogFiles.SEGMENTS);
      described = SegmentsFile.parse(log.disk().readAll(file));
      if (described == null) {
        log.environment.events().rebuilt(log.topicPartition, file, "its checksum does not match");
      }
    }
    new LogRecovery(log, loader, derived, hints, names, described, nowMillis).run();
  }

  private void run() throws IOException {
    removeLeftovers();
    listSegments();
    describeSegments();
    log.logStartOffset =
        Math.max(
            log.segments.isEmpty() ? 0 : log.segments.get(0).baseOffset(),
            Math.max(hints.logStartOffset(), described == null ? -1 : described.logStartOffset()));
    if (log.segments.isEmpty()) {
      startEmpty();
    } else if (settled()) {
      takeAsDescribed();
    } else {
      new LogScan(log, loader, derived, hints, names, described, changed, nowMillis).run();
    }
    log.logStartOffset = Math.min(log.logStartOffset, log.endOffset);
    // The process that created the partition may have died before its directory was synced.
    log.partitionDirty = !hints.clean();
  }

  private void removeLeftovers() throws IOException {
    for (String name : names) {
      if (name.endsWith(LogFiles.DELETED) || name.endsWith(".tmp")) {
        log.disk().deleteIfExists(log.directory.resolve(name));
      }
    }
  }

  private void listSegments() throws IOException {
    Disk disk = log.disk();
    for (String name : names) {
      Long baseOffset = LogFiles.offsetOf(name, LogFiles.LOG);
      if (baseOffset != null) {
        long size = disk.size(log.directory.resolve(name));
        log.segments.add(new Segment(disk, log.directory, baseOffset, size, -1));
      }
    }
    for (int i = 0; i + 1 < log.segments.size(); i++) {
      log.segments.get(i).endOffset(log.offsetLimit(i));
    }
  }

  private void describeSegments() {
    if (described == null) {
      return;
    }
    for (SegmentSummary summary : described.segments()) {
      int i = log.segmentIndexFor(summary.baseOffset());
      if (i < 0 || log.segments.get(i).baseOffset() != summary.baseOffset()) {
        fileMissing |= i >= 0;
      } else if (log.segments.get(i).size() == summary.size()) {
        log.segments.get(i).summary(summary);
        log.segments.get(i).firstTimestamp(summary.firstTimestamp());
      } else {
        changed.add(summary.baseOffset());
      }
    }
  }

  /// A partition that never got a record, or whose records are all gone.
  private void startEmpty() throws IOException {
    long offset = Math.max(log.logStartOffset, described == null ? 0 : described.logEndOffset());
    log.logStartOffset = offset;
    log.addSegment(offset, nowMillis);
    log.endOffset = offset;
    log.syncedOffset = offset;
    loadLeaderEpochs();
  }

  /// Whether every file is as it was when the log was last described in whole.
  private boolean settled() {
    if (described == null || described.logEndOffset() < 0 || fileMissing || !changed.isEmpty()) {
      return false;
    }
    SegmentSummary last = log.active().summary();
    return last == null
        ? log.active().size() == 0 && described.logEndOffset() == log.active().baseOffset()
        : last.endOffset() == described.logEndOffset();
  }

  private void takeAsDescribed() throws IOException {
    SegmentsFile file = java.util.Objects.requireNonNull(described);
    log.endOffset = file.logEndOffset();
    log.syncedOffset = log.endOffset;
    log.active().endOffset(log.endOffset);
    if (!loadLeaderEpochs()) {
      LogScan.rebuildLeaderEpochs(log, loader);
    }
    if (file.producerSnapshotOffset() >= 0) {
      ProducerReplay.rebuildIfStale(log, loader, names, nowMillis);
    }
  }

  /// @return `false` when they have to be rebuilt from the batches
  private boolean loadLeaderEpochs() throws IOException {
    LeaderEpochs loaded = readLeaderEpochs(log, names, described);
    if (loaded != null) {
      log.leaderEpochs = loaded;
    }
    return loaded != null;
  }

  /// Reads `leader-epoch-checkpoint`.
  ///
  /// @return `null` when it is missing or cannot be believed
  static @Nullable LeaderEpochs readLeaderEpochs(
      LogState log, List<String> names, @Nullable SegmentsFile described) throws IOException {
    if (!names.contains(LogFiles.LEADER_EPOCHS)) {
      return null;
    }
    Path file = log.directory.resolve(LogFiles.LEADER_EPOCHS);
    byte[] content = log.disk().readAll(file);
    LeaderEpochs loaded =
        described != null && Checksum.of(content) != described.leaderEpochsCrc()
            ? null
            : LeaderEpochs.parse(content);
    if (loaded == null) {
      log.environment.events().rebuilt(log.topicPartition, file, "it is stale or damaged");
    }
    return loaded;
  }
}
