package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.epoch.LeaderEpochs;
import io.tidepost.log.producer.ProducerStates;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one partition's log consists of; shared by the classes that append, read, recover and tidy.
/// Owned by the owner loop.
final class LogState {

  final LogEnvironment environment;
  final Path directory;
  final TopicPartition topicPartition;
  final @Nullable Uuid topicId;
  LogConfig config;

  /// Ascending, never empty; the last one is active.
  final ArrayList<Segment> segments = new ArrayList<>(1);

  final ProducerStates producers;
  LeaderEpochs leaderEpochs = new LeaderEpochs();

  long logStartOffset;

  /// Behind the last record that is written (not merely added).
  long endOffset;

  long syncedOffset;

  /// Offset of the newest producer snapshot file, -1 when there is none.
  long producerSnapshotOffset = -1;

  /// Directory entries of the partition's files were changed since the last completed sync began.
  boolean entriesDirty;

  /// The partition's own directory entry and `partition.metadata` have not been synced yet.
  boolean partitionDirty;

  /// Apache Kafka wrote the files: an index without a checksum is believed when it looks right.
  boolean writtenByKafka;

  /// Removals of segments from the start whose files have not been renamed yet, in order.
  final ArrayDeque<SegmentDeletion> renamesUnderWay = new ArrayDeque<>(0);

  /// Removed segments at the start whose files could not be renamed; the next removal tries again.
  final List<Segment> notRenamed = new ArrayList<>(0);

  /// The derived files do not describe the log as it is.
  boolean derivedStale;

  /// Segments may have been compacted at some time ([LogFiles#COMPACTED]).
  boolean compacted;

  /// Compacted segments are taking the place of others: nothing else may remove segments.
  boolean swapUnderWay;

  /// What makes the name of an empty active segment durable, until it is.
  @Nullable SegmentNaming naming;

  /// Where batches begin, as recovery found, that a truncation had removed; -1 when there are none.
  long staleFrom = -1;

  /// The files are closed for good.
  boolean closed;

  /// Set once, when nothing may be written any more.
  @Nullable IOException failure;

  LogState(
      LogEnvironment environment,
      Path directory,
      TopicPartition topicPartition,
      @Nullable Uuid topicId,
      LogConfig config) {
    this.environment = environment;
    this.directory = directory;
    this.topicPartition = topicPartition;
    this.topicId = topicId;
    this.config = config;
    this.producers = new ProducerStates(topicPartition);
  }

  Disk disk() {
    return environment.disk();
  }

  Segment active() {
    return segments.get(segments.size() - 1);
  }

  /// Index of the segment that may contain `offset`: the last one that does not start behind it.
  int segmentIndexFor(long offset) {
    int low = 0;
    int high = segments.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).baseOffset() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /// Where the offsets of segment `i` end at the latest, exclusive.
  long offsetLimit(int i) {
    return i + 1 < segments.size() ? segments.get(i + 1).baseOffset() : Long.MAX_VALUE;
  }

  /// Whether gaps in offsets are normal: compaction leaves them.
  boolean mayHaveGaps() {
    return compacted || config.compacts();
  }

  /// Whether some of the offsets from `first` to `last` are known to be damaged.
  boolean damaged(long first, long last) {
    for (int i = Math.max(0, segmentIndexFor(first)); i < segments.size(); i++) {
      if (segments.get(i).baseOffset() > last) {
        return false;
      }
      for (DamagedRange range : segments.get(i).damaged()) {
        if (range.firstOffset() <= last && first < range.endOffset()) {
          return true;
        }
      }
    }
    return false;
  }

  /// Adds an empty active segment; its file is created at the first write.
  Segment addSegment(long baseOffset, long nowMillis) {
    return addSegment(new Segment(disk(), directory, baseOffset, 0, baseOffset), nowMillis);
  }

  /// Adds an empty active segment whose file may be open already.
  Segment addSegment(Segment segment, long nowMillis) {
    long baseOffset = segment.baseOffset();
    segment.indexes(new io.tidepost.log.segment.SegmentIndexes(baseOffset));
    segment.transactions(new io.tidepost.log.index.TransactionIndex());
    prepareActive(segment, nowMillis);
    segments.add(segment);
    return segment;
  }

  /// Gives a segment what being active takes: the time it counts from and its jitter.
  void prepareActive(Segment segment, long nowMillis) {
    segment.createdMillis(nowMillis);
    segment.roomWantedAt(RoomWork.firstAt(config));
    // What an earlier process reserved is still there.
    segment.hasRoom(segment.size() >= RoomWork.firstAt(config));
    long jitter = Math.min(config.segmentJitterMillis(), config.segmentMillis());
    segment.jitterMillis(
        jitter <= 0
            ? 0
            : environment.randomness().nextInt((int) Math.min(jitter, Integer.MAX_VALUE)));
  }

  /// Whether something is written that is not known to be on disk.
  boolean needsSync() {
    if (syncedOffset < endOffset || entriesDirty) {
      return true;
    }
    for (Segment segment : segments) {
      if (segment.dirty()) {
        return true;
      }
    }
    return false;
  }

  /// Whether segments are being created, taken away or swapped.
  boolean segmentsUnderWay() {
    return swapUnderWay || !renamesUnderWay.isEmpty() || (naming != null && naming.isUnderWay());
  }

  /// An exception that names the partition and what was being done.
  IOException failed(String what, IOException cause) {
    return new IOException(
        "%s: %s failed: %s".formatted(topicPartition, what, reason(cause)), cause);
  }

  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /// Whether there is anything that derived files could describe.
  boolean directoryUsed() {
    return logStartOffset > 0 || segments.size() > 1 || active().size() > 0;
  }
}
