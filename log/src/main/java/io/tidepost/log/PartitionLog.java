package io.tidepost.log;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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

  private PartitionLog() {}

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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  public TopicPartition topicPartition() {
    throw new UnsupportedOperationException();
  }

  public Path directory() {
    throw new UnsupportedOperationException();
  }

  /// From `partition.metadata`; `null` when that file is missing or unreadable.
  public @Nullable Uuid topicId() {
    throw new UnsupportedOperationException();
  }

  public LogConfig config() {
    throw new UnsupportedOperationException();
  }

  /// Takes effect for the next append and the next retention run.
  public void updateConfig(LogConfig config) {
    throw new UnsupportedOperationException();
  }

  // ---- append

  /// Takes one payload of one or more batches (valid in structure and checksum) for the next
  /// [#flush]: checks producer state and timestamps, assigns offsets, patches base offset and
  /// leader epoch (and the timestamp for `LogAppendTime`) in place. The bytes must stay untouched
  /// until `flush`. Either all batches of the payload are taken or none.
  ///
  /// @param batches from position to limit; direct for speed
  public AppendResult add(
      ByteBuffer batches, AppendOrigin origin, int leaderEpoch, long nowMillis) {
    throw new UnsupportedOperationException();
  }

  /// Writes everything added since the last flush with one gathered write per segment. When it
  /// throws, nothing added since the last flush is part of the log: a partial write is cut back,
  /// the results given by [#add] are void, and the log can be read and written as before.
  public void flush(long nowMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// [#add] and [#flush] in one.
  public AppendResult append(
      ByteBuffer batches, AppendOrigin origin, int leaderEpoch, long nowMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  // ---- durability

  /// Captures what is written but not synced. `null` when nothing is, or when a sync is under way
  /// (ask again after its completion). Its completion advances [#syncedOffset].
  public @Nullable LogWork beginSync() {
    throw new UnsupportedOperationException();
  }

  /// Everything before this offset is on disk, directory entries included.
  public long syncedOffset() {
    throw new UnsupportedOperationException();
  }

  /// Why the log takes nothing any more; `null` while it is healthy.
  public @Nullable IOException failure() {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /// Aborted transactions that overlap `[fromOffset, endOffset)`, for `read_committed`.
  public List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffset)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  public long logStartOffset() {
    throw new UnsupportedOperationException();
  }

  /// The offset the next record gets.
  public long logEndOffset() {
    throw new UnsupportedOperationException();
  }

  /// First offset of the earliest open transaction, or of the earliest one that was completed at or
  /// above `highWatermark`; -1 when there is none. The last stable offset is this or the high
  /// watermark, whichever is smaller.
  public long firstUnstableOffset(long highWatermark) {
    throw new UnsupportedOperationException();
  }

  /// Bytes in all segments.
  public long sizeInBytes() {
    throw new UnsupportedOperationException();
  }

  // ---- by timestamp

  /// The first record whose timestamp is `timestamp` or later; `null` when there is none. May read
  /// and decompress batches.
  public @Nullable TimestampOffset offsetForTimestamp(long timestamp) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// The record with the largest timestamp, the first of them (ListOffsets -3); `null` when empty.
  public @Nullable TimestampOffset maxTimestamp() throws IOException {
    throw new UnsupportedOperationException();
  }

  // ---- leader epochs

  /// Notes that `leaderEpoch` starts at the log end offset.
  public void startLeaderEpoch(int leaderEpoch) {
    throw new UnsupportedOperationException();
  }

  /// -1 when no leader epoch is known.
  public int latestLeaderEpoch() {
    throw new UnsupportedOperationException();
  }

  /// The leader epoch that wrote `offset`; -1 when unknown.
  public int leaderEpochAt(long offset) {
    throw new UnsupportedOperationException();
  }

  /// Where `leaderEpoch` ended.
  public EpochEndOffset endOffsetFor(int leaderEpoch) {
    throw new UnsupportedOperationException();
  }

  // ---- housekeeping

  /// Moves the log start offset up (DeleteRecords, a follower's leader). Segments that fall below
  /// it wholly are removed. No effect when `offset` is not larger than the log start offset.
  ///
  /// @param offset at most the log end offset
  public void deleteRecordsBefore(long offset, long nowMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Cuts everything from `offset` on (follower only).
  public void truncateTo(long offset, long nowMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Removes all records and continues at `offset` (follower only).
  public void truncateFullyAndStartAt(long offset, long nowMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Removes segments that retention by time, by size or the log start offset no longer wants.
  /// Never removes records at or above `highWatermark`.
  ///
  /// @return segments removed
  public int applyRetention(long highWatermark, long nowMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Forgets idle producers (`producer.id.expiration.ms`).
  public void expireProducers(long nowMillis) {
    throw new UnsupportedOperationException();
  }

  /// Producers with state in this partition.
  public List<ActiveProducer> activeProducers() {
    throw new UnsupportedOperationException();
  }

  /// Ranges known to be damaged, found so far.
  public List<DamagedRange> damagedRanges() {
    throw new UnsupportedOperationException();
  }

  /// Syncs, writes all derived files and closes. Blocks; after it nothing else may be called.
  /// Belongs to a clean stop, before [LogDirectory#markCleanShutdown].
  public void close(long nowMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Closes the files and nothing else (failed directory, or a crash in the simulator).
  public void abandon() {
    throw new UnsupportedOperationException();
  }

  /// Renames the partition's directory out of the way and hands out its removal; the log is closed.
  ///
  /// @param unique makes the new name unique: `<topic>-<partition>.<unique>-delete`
  public void delete(Uuid unique) throws IOException {
    throw new UnsupportedOperationException();
  }
}
