package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
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

  /// Opens the log in `directory`, whose entries are `found`.
  static PartitionLog open(
      LogEnvironment environment,
      Path directory,
      TopicPartition topicPartition,
      LogConfig config,
      LogOpenHints hints,
      List<String> found,
      long nowMillis)
      throws IOException {
    List<String> names = SwapRecovery.finish(environment, directory, topicPartition, found);
    SegmentsFile described = null;
    if (names.contains(LogFiles.SEGMENTS)) {
      Path file = directory.resolve(LogFiles.SEGMENTS);
      described = SegmentsFile.parse(environment.disk().readAll(file));
      if (described == null) {
        environment.events().rebuilt(topicPartition, file, "its checksum does not match");
      }
    }
    Uuid topicId = described == null ? null : described.topicId();
    if (topicId == null && names.contains(LogFiles.PARTITION_METADATA)) {
      topicId = readTopicId(environment, directory, topicPartition);
    }
    var log =
        new PartitionLog(new LogState(environment, directory, topicPartition, topicId, config));
    log.state().compacted = names.contains(LogFiles.COMPACTED);
    try {
      new LogRecovery(log.state(), log.loader(), log.derived(), hints, names, described, nowMillis)
          .run();
    } catch (IOException e) {
      log.abandon();
      throw log.state().failed("opening " + directory, e);
    }
    return log;
  }

  private static @Nullable Uuid readTopicId(
      LogEnvironment environment, Path directory, TopicPartition topicPartition)
      throws IOException {
    Path file = directory.resolve(LogFiles.PARTITION_METADATA);
    Uuid topicId = PartitionMetadata.parse(environment.disk().readAll(file));
    if (topicId == null) {
      environment.events().warning(topicPartition, file + " is damaged and is ignored");
    }
    return topicId;
  }

  private void run() throws IOException {
    log.writtenByKafka = hints.writtenByKafka();
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
    LeaderEpochs known = knownLeaderEpochs(log, names, described);
    if (known != null) {
      log.leaderEpochs = known;
    }
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
    log.leaderEpochs = file.leaderEpochs();
    if (file.producerSnapshotOffset() < 0) {
      return;
    }
    byte[] snapshot = file.producerSnapshot();
    if (snapshot != null
        && file.producerSnapshotOffset() == log.endOffset
        && log.producers.load(snapshot, nowMillis, log.environment.producerIdExpirationMillis())) {
      log.producerSnapshotOffset = log.endOffset;
    } else {
      ProducerReplay.rebuildIfStale(log, loader, names, nowMillis);
    }
  }

  /// The leader epochs as far as they are known without looking at batches.
  ///
  /// @return `null` when there is nothing to be believed
  static @Nullable LeaderEpochs knownLeaderEpochs(
      LogState log, List<String> names, @Nullable SegmentsFile described) throws IOException {
    if (described != null) {
      return described.leaderEpochs();
    }
    if (!names.contains(LogFiles.LEADER_EPOCHS)) {
      return null;
    }
    Path file = log.directory.resolve(LogFiles.LEADER_EPOCHS);
    LeaderEpochs loaded = LeaderEpochs.parse(log.disk().readAll(file));
    if (loaded == null) {
      log.environment.events().rebuilt(log.topicPartition, file, "it is damaged");
    }
    return loaded;
  }
}
