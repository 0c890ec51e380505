package io.tidepost.log;

import io.tidepost.base.Disk;
import io.tidepost.base.DiskFile;
import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.log.checkpoint.PartitionMetadata;
import io.tidepost.log.compaction.CompactionSettings;
import io.tidepost.log.compaction.Compactor;
import io.tidepost.log.segment.LogFiles;
import io.tidepost.log.segment.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One partition's log: an ordered sequence of record batches in segment files.
///
/// Single writer: every method runs on the partition's owner loop, except `open` and `create`,
/// which may run elsewhere before the loop gets the log. Nothing blocks but the one `write()` of
/// [#flush] (and file creation when a segment is rolled); what may block longer is handed out as
/// [LogWork].
///
/// Failures of the disk are `IOException`s naming the topic-partition and the file.
public final class PartitionLog {

  private final LogState log;
  private final SegmentLoader loader;
  private final DerivedWriter derived;
  private final LogAppender appender;
  private final LogReader reader;
  private final LogTrimmer trimmer;
  private final TimestampSearch search;
  private final IdleFiles idleFiles;
  private boolean syncUnderWay;

  PartitionLog(LogState log) {
    this.log = log;
    this.derived = new DerivedWriter(log);
    this.loader = new SegmentLoader(log, derived);
    this.appender = new LogAppender(log, loader, derived);
    this.reader = new LogReader(log, loader);
    this.trimmer = new LogTrimmer(log, loader, appender, reader, derived);
    this.search = new TimestampSearch(log, loader, reader);
    this.idleFiles = new IdleFiles(log);
  }

  /// Opens the log in `directory` (named `<topic>-<partition>`). Blocks; scans only when the stop
  /// was not clean, and then only from the recovery point on.
  public static PartitionLog open(
      LogEnvironment environment,
      Path directory,
      TopicPartition topicPartition,
      LogConfig config,
      LogOpenHints hints,
      long nowMillis)
      throws IOException {
    PartitionLog log =
        LogRecovery.open(
            environment,
            directory,
            topicPartition,
            config,
            hints,
            environment.disk().list(directory),
            nowMillis);
    log.reader.noteEnd();
    if (log.syncedOffset() < log.logEndOffset()) {
      LogWork sync = log.beginSync();
      if (sync != null) {
        environment.work().accept(sync);
      }
    }
    return log;
  }

  /// Creates an empty log whose first offset is 0. Writes `partition.metadata` without syncing:
  /// that the partition exists is the metadata log's to remember; the first [#beginSync] makes
  /// directory and files durable before any record counts as synced.
  public static PartitionLog create(
      LogEnvironment environment,
      Path directory,
      TopicPartition topicPartition,
      Uuid topicId,
      LogConfig config,
      long nowMillis)
      throws IOException {
    var state = new LogState(environment, directory, topicPartition, topicId, config);
    try {
      environment.disk().createDirectories(directory);
      try (DiskFile metadata =
          environment
              .disk()
              .open(directory.resolve(LogFiles.PARTITION_METADATA), Disk.OpenMode.READ_WRITE)) {
        metadata.write(ByteBuffer.wrap(PartitionMetadata.toBytes(topicId)), 0);
      }
    } catch (IOException e) {
      throw state.failed("creating " + directory, e);
    }
    state.partitionDirty = true;
    state.addSegment(0, nowMillis);
    return new PartitionLog(state);
  }

  LogState state() {
    return log;
  }

  SegmentLoader loader() {
    return loader;
  }

  DerivedWriter derived() {
    return derived;
  }

  public TopicPartition topicPartition() {
    return log.topicPartition;
  }

  public Path directory() {
    return log.directory;
  }

  /// From `partition.metadata`; `null` when that file is missing or unreadable.
  public @Nullable Uuid topicId() {
    return log.topicId;
  }

  public LogConfig config() {
    return log.config;
  }

  /// Takes effect for the next append and the next retention run.
  public void updateConfig(LogConfig config) {
    log.config = config;
  }

  // ---- append

  /// What has to be done on the I/O pool before `batches` can be added without waiting for files:
  /// the next segment's file is created, or that of a reopened log opened and its indexes loaded.
  /// Nothing else may be added until the work is completed; then ask again. Without asking, [#add]
  /// does it itself.
  ///
  /// @return `null` when nothing has to be done
  public @Nullable LogWork prepareAppend(ByteBuffer batches, AppendOrigin origin, long nowMillis) {
    return appender.prepare(batches, origin, nowMillis);
  }

  /// Takes one payload of one or more batches (valid in structure and checksum) for the next
  /// [#flush]: checks producer state and timestamps, assigns offsets, patches base offset and
  /// leader epoch (and the timestamp for `LogAppendTime`) in place. The bytes must stay untouched
  /// until `flush`. Either all batches of the payload are taken or none.
  ///
  /// @param batches from position to limit; direct for speed
  /// @throws IOException when a segment had to be rolled and that failed; like a failed flush
  public AppendResult add(ByteBuffer batches, AppendOrigin origin, int leaderEpoch, long nowMillis)
      throws IOException {
    return appender.add(batches, origin, leaderEpoch, nowMillis);
  }

  /// Writes everything added since the last flush with one gathered write per segment. When it
  /// throws, nothing added since the last flush is part of the log: a partial write is cut back,
  /// the results given by [#add] are void, and the log can be read and written as before.
  public void flush(long nowMillis) throws IOException {
    appender.flush();
    reader.noteEnd();
  }

  /// Takes back what was added since the last flush; see there.
  public void withdraw() {
    appender.withdraw();
  }

  /// [#add] and [#flush] in one.
  public AppendResult append(
      ByteBuffer batches, AppendOrigin origin, int leaderEpoch, long nowMillis) throws IOException {
    AppendResult result = add(batches, origin, leaderEpoch, nowMillis);
    flush(nowMillis);
    return result;
  }

  // ---- durability

  /// Captures what is written but not synced. `null` when nothing is, or when a sync is under way
  /// (ask again after its completion). Its completion advances [#syncedOffset].
  public @Nullable LogWork beginSync() {
    if (syncUnderWay || log.failure != null || !log.needsSync()) {
      return null;
    }
    try {
      LogSync sync = LogSync.capture(log, () -> syncUnderWay = false);
      syncUnderWay = true;
      return sync;
    } catch (IOException e) {
      log.failure = log.failed("sync of " + log.directory, e);
      return null;
    }
  }

  /// Whether a sync is under way: the files must not be closed under it.
  public boolean isSyncing() {
    return syncUnderWay;
  }

  /// Everything before this offset is on disk, directory entries included.
  public long syncedOffset() {
    return log.syncedOffset;
  }

  /// Why the log takes nothing any more; `null` while it is healthy.
  public @Nullable IOException failure() {
    return log.failure;
  }

  // ---- read

  /// Finds the batches from `offset` on.
  ///
  /// @param maxBytes bound on the size of the result
  /// @param maxOffset exclusive: batches that reach beyond it are left out (high watermark or last
  ///   stable offset)
  /// @param atLeastOneBatch whether the first batch is returned even when larger than `maxBytes`
  public ReadResult read(long offset, int maxBytes, long maxOffset, boolean atLeastOneBatch)
      throws IOException {
    try {
      return reader.read(offset, maxBytes, maxOffset, atLeastOneBatch);
    } catch (IOException e) {
      throw log.failed("reading offset " + offset, e);
    }
  }

  /// Aborted transactions that overlap `[fromOffset, endOffset)`, for `read_committed`.
  public List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffset)
      throws IOException {
    List<AbortedTransaction> found = new ArrayList<>(0);
    for (int i = Math.max(0, log.segmentIndexFor(fromOffset)); i < log.segments.size(); i++) {
      if (loader.transactions(log.segments.get(i)).collect(fromOffset, endOffset, found)) {
        break;
      }
    }
    return found;
  }

  public long logStartOffset() {
    return log.logStartOffset;
  }

  /// The offset the next record gets.
  public long logEndOffset() {
    return log.endOffset;
  }

  /// First offset of the earliest open transaction, or of the earliest one that was completed at or
  /// above `highWatermark`; -1 when there is none. The last stable offset is this or the high
  /// watermark, whichever is smaller.
  public long firstUnstableOffset(long highWatermark) {
    return log.producers.firstUnstableOffset(highWatermark);
  }

  /// Bytes in all segments.
  public long sizeInBytes() {
    return trimmer.sizeInBytes();
  }

  // ---- by timestamp

  /// Says what [#offsetForTimestamp] would wait for.
  public SearchPreparation prepareOffsetForTimestamp(long timestamp) {
    return new SearchPreparation(log, loader, timestamp, false);
  }

  /// Says what [#maxTimestamp] would wait for.
  public SearchPreparation prepareMaxTimestamp() {
    return new SearchPreparation(log, loader, -1, true);
  }

  /// The first record whose timestamp is `timestamp` or later; `null` when there is none. May read
  /// and decompress batches; [#prepareOffsetForTimestamp] keeps it from waiting.
  public @Nullable TimestampOffset offsetForTimestamp(long timestamp) throws IOException {
    return search.first(timestamp);
  }

  /// The record with the largest timestamp, the first of them (ListOffsets -3); `null` when empty.
  public @Nullable TimestampOffset maxTimestamp() throws IOException {
    return search.max();
  }

  // ---- leader epochs

  /// Notes that `leaderEpoch` starts at the log end offset.
  public void startLeaderEpoch(int leaderEpoch) {
    if (log.leaderEpochs.assign(leaderEpoch, log.endOffset)) {
      log.derivedStale = true;
    }
  }

  /// Forgets leader epochs that started at the log end offset and wrote nothing: who stops leading
  /// must not claim them.
  public void forgetUnusedLeaderEpochs() {
    if (log.leaderEpochs.truncateFromEnd(log.endOffset)) {
      log.derivedStale = true;
    }
  }

  /// -1 when no leader epoch is known.
  public int latestLeaderEpoch() {
    return log.leaderEpochs.latest();
  }

  /// The leader epoch that wrote `offset`; -1 when unknown.
  public int leaderEpochAt(long offset) {
    return log.leaderEpochs.at(offset);
  }

  /// Where `leaderEpoch` ended.
  public EpochEndOffset endOffsetFor(int leaderEpoch) {
    return log.leaderEpochs.endOffsetFor(leaderEpoch, log.endOffset);
  }

  // ---- housekeeping

  /// Moves the log start offset up (DeleteRecords, a follower's leader). Segments that fall below
  /// it wholly are removed. No effect when `offset` is not larger than the log start offset.
  ///
  /// @param offset at most the log end offset
  public void deleteRecordsBefore(long offset, long nowMillis) throws IOException {
    trimmer.deleteRecordsBefore(offset);
  }

  /// Cuts everything from `offset` on (follower only). The recovery point in the log directory's
  /// checkpoint must not be above `offset`, and [#canTruncate] must hold.
  public void truncateTo(long offset, long nowMillis) throws IOException {
    log.staleFrom = -1;
    trimmer.truncateTo(offset, nowMillis);
  }

  /// Whether no work is under way that writes derived files, takes removed segments away or swaps
  /// compacted ones in: truncation waits for it.
  public boolean canTruncate() {
    return !derived.underWay() && !log.segmentsUnderWay();
  }

  /// Removes all records and continues at `offset` (follower only); see [#truncateTo].
  public void truncateFullyAndStartAt(long offset, long nowMillis) throws IOException {
    trimmer.truncateFullyAndStartAt(offset, nowMillis);
  }

  /// Removes segments that retention by time, by size or the log start offset no longer wants.
  /// Never removes records at or above `highWatermark`.
  ///
  /// @return segments removed
  public int applyRetention(long highWatermark, long nowMillis) throws IOException {
    return trimmer.applyRetention(highWatermark, nowMillis);
  }

  /// Whether [#applyRetention] handed out something first and is to be called again soon.
  public boolean retentionWaits() {
    return trimmer.retentionWaits();
  }

  // ---- compaction

  /// What compaction would find. Reads at most a few headers.
  ///
  /// @param cleanedOffset where the log was clean up to (`cleaner-offset-checkpoint`), -1 when
  ///   nobody knows
  /// @param highWatermark of the partition
  public CompactionNeed compactionNeed(long cleanedOffset, long highWatermark, long nowMillis)
      throws IOException {
    long unstable = firstUnstableOffset(highWatermark);
    long stable = unstable < 0 ? highWatermark : Math.min(unstable, highWatermark);
    return new CompactionSurvey(log, loader).need(cleanedOffset, stable, nowMillis);
  }

  /// Begins a compaction; one at a time.
  ///
  /// @param need as just told by [#compactionNeed]
  public LogCompaction beginCompaction(
      CompactionNeed need, CompactionSettings settings, long nowMillis) throws IOException {
    var plan = new CompactionSurvey(log, loader).plan(need, nowMillis);
    var compactor = new Compactor(log.disk(), log.directory, plan, settings);
    return new LogCompaction(log, reader, derived, compactor);
  }

  /// Forgets idle producers (`producer.id.expiration.ms`).
  public void expireProducers(long nowMillis) {
    log.producers.expire(nowMillis, log.environment.producerIdExpirationMillis());
  }

  /// The latest producer epoch seen of a producer, -1 when it is not known here.
  public int producerEpoch(long producerId) {
    return log.producers.producerEpoch(producerId);
  }

  /// Whether the producer has an open transaction here.
  public boolean hasOpenTransaction(long producerId) {
    return log.producers.hasOpenTransaction(producerId);
  }

  /// Lets go of files that were not used since the last call; call it about once a minute. They are
  /// opened again when they are needed. When files are `scarce`, those in use go as well.
  public void closeIdleFiles(long nowMillis, boolean scarce) {
    if (!syncUnderWay && !log.swapUnderWay) {
      idleFiles.close(nowMillis, scarce);
    }
  }

  /// The next stretch of rolled segments to be read again in search of bits that have rotted;
  /// damage is reported like any other.
  ///
  /// @param cursor where the last stretch ended, moved on by the work's completion
  /// @param maxBytes about how much to read
  /// @return `null` when all rolled segments were read
  public @Nullable LogWork scrub(ScrubCursor cursor, int maxBytes) {
    return log.swapUnderWay ? null : ScrubWork.next(log, loader, cursor, maxBytes);
  }

  /// Producers with state in this partition.
  public List<ActiveProducer> activeProducers() {
    return log.producers.active();
  }

  /// Ranges known to be damaged, found so far.
  public List<DamagedRange> damagedRanges() {
    List<DamagedRange> ranges = new ArrayList<>(0);
    log.segments.forEach(segment -> ranges.addAll(segment.damaged()));
    return ranges;
  }

  /// Where that begins which a power loss may have made of unsynced changes: torn writes that are
  /// followed by whole ones, and batches whose truncation was undone; all behind what is known to
  /// have been synced. To be asked right after opening. Where other replicas have what was
  /// acknowledged, the log is to be cut there.
  ///
  /// @return -1 when there is nothing of the kind
  public long firstUnsyncedDamage() {
    long first = log.staleFrom;
    for (DamagedRange range : damagedRanges()) {
      if (range.firstOffset() >= log.syncedOffset && (first < 0 || range.firstOffset() < first)) {
        first = range.firstOffset();
      }
    }
    return first;
  }

  /// Syncs, writes all derived files and closes. Blocks; after it nothing else may be called.
  /// Belongs to a clean stop, before [LogDirectory#markCleanShutdown].
  public void close(long nowMillis) throws IOException {
    flush(nowMillis);
    if (log.failure != null) {
      abandon();
      throw log.failure;
    }
    LogWork sync = beginSync();
    if (sync != null) {
      sync.runInline();
    }
    if (log.derivedStale && (log.endOffset > 0 || log.directoryUsed())) {
      derived.writeAll();
    }
    abandon();
  }

  /// Closes the files and nothing else (failed directory, or a crash in the simulator).
  public void abandon() {
    log.closed = true;
    idleFiles.closeAll();
    for (Segment segment : log.segments) {
      try {
        segment.closeFile();
      } catch (IOException e) {
        log.environment
            .events()
            .warning(
                log.topicPartition,
                "closing %s failed: %s".formatted(segment.path(), LogState.reason(e)));
      }
    }
  }

  /// Renames the partition's directory out of the way and hands out its removal; the log is closed.
  ///
  /// @param unique makes the new name unique: `<topic>-<partition>.<unique>-delete`
  public void delete(Uuid unique) throws IOException {
    abandon();
    PartitionDeletion.start(log, unique);
  }
}
