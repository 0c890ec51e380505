package io.tidepost.replica;

import io.tidepost.log.EpochEndOffset;
import io.tidepost.log.PartitionLog;
import io.tidepost.log.ReadResult;
import io.tidepost.log.SearchPreparation;
import io.tidepost.log.TimestampOffset;
import io.tidepost.wire.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Answers readers of a partition from a replica of it: records below the high watermark or the
/// last stable offset, offsets by timestamp, ends of leader epochs.
///
/// Every method runs on the partition's owner loop.
public final class PartitionReader {

  /// Special timestamps of ListOffsets.
  public static final long LATEST = -1;

  public static final long EARLIEST = -2;
  public static final long MAX_TIMESTAMP = -3;
  public static final long EARLIEST_LOCAL = -4;
  public static final long LATEST_TIERED = -5;
  public static final long EARLIEST_PENDING_UPLOAD = -6;

  private PartitionReader() {}

  /// Reads from an offset on.
  ///
  /// @param knownLeaderEpoch the leader epoch the client knows, -1 for none (KIP-320)
  /// @param lastFetchedEpoch the leader epoch of the client's last record, -1 for none (KIP-595)
  /// @param maxBytes bound on the size of the records
  /// @param atLeastOneBatch whether the first batch is returned even when it is larger
  /// @param committedOnly `read_committed`: up to the last stable offset, with aborted transactions
  public static PartitionRead read(
      PartitionReplica replica,
      long offset,
      int knownLeaderEpoch,
      int lastFetchedEpoch,
      int maxBytes,
      boolean atLeastOneBatch,
      boolean committedOnly) {
    ErrorCode refused = replica.checkLeaderEpoch(knownLeaderEpoch);
    if (refused != ErrorCode.NONE) {
      return PartitionRead.failed(refused, null);
    }
    PartitionRead apart = diverging(replica, offset, lastFetchedEpoch);
    if (apart != null) {
      return apart;
    }
    try {
      long end = committedOnly ? replica.lastStableOffset() : replica.highWatermark();
      return readLog(replica, offset, maxBytes, atLeastOneBatch, end, committedOnly);
    } catch (IOException e) {
      return PartitionRead.failed(ErrorCode.KAFKA_STORAGE_ERROR, e.getMessage());
    }
  }

  /// Compares the reader's log with ours (KIP-595).
  ///
  /// @return `null` when ours goes on where the reader's ends
  static @Nullable PartitionRead diverging(
      PartitionReplica replica, long offset, int lastFetchedEpoch) {
    if (lastFetchedEpoch < 0) {
      return null;
    }
    EpochEndOffset end = replica.log().endOffsetFor(lastFetchedEpoch);
    if (end.endOffset() < 0) {
      return outOfRange(replica);
    }
    return end.leaderEpoch() < lastFetchedEpoch || end.endOffset() < offset
        ? diverging(replica, end)
        : null;
  }

  /// @param end exclusive bound of what is read
  static PartitionRead readLog(
      PartitionReplica replica,
      long offset,
      int maxBytes,
      boolean atLeastOneBatch,
      long end,
      boolean committedOnly)
      throws IOException {
    PartitionLog log = replica.log();
    long highWatermark = replica.highWatermark();
    long lastStableOffset = replica.lastStableOffset();
    ReadResult read = log.read(offset, maxBytes, end, atLeastOneBatch);
    return switch (read.status()) {
      case OK -> {
        int size = read.records().sizeInBytes();
        yield new PartitionRead(
            ErrorCode.NONE,
            highWatermark,
            lastStableOffset,
            read.logStartOffset(),
            size == 0 ? null : read.records(),
            size,
            committedOnly ? log.abortedTransactions(offset, read.nextOffset()) : null,
            null,
            null,
            null);
      }
      case OFFSET_OUT_OF_RANGE -> outOfRange(replica);
      case CORRUPT -> PartitionRead.failed(ErrorCode.CORRUPT_MESSAGE, read.message());
      case VERIFY ->
          new PartitionRead(
              ErrorCode.NONE,
              highWatermark,
              lastStableOffset,
              read.logStartOffset(),
              null,
              0,
              null,
              null,
              read.work(),
              null);
    };
  }

  static PartitionRead outOfRange(PartitionReplica replica) {
    return new PartitionRead(
        ErrorCode.OFFSET_OUT_OF_RANGE,
        replica.highWatermark(),
        replica.lastStableOffset(),
        replica.log().logStartOffset(),
        null,
        0,
        null,
        null,
        null,
        null);
  }

  private static PartitionRead diverging(PartitionReplica replica, EpochEndOffset end) {
    return new PartitionRead(
        ErrorCode.NONE,
        replica.highWatermark(),
        replica.lastStableOffset(),
        replica.log().logStartOffset(),
        null,
        0,
        null,
        end,
        null,
        null);
  }

  /// Says what [#list] would wait for.
  ///
  /// @return `null` for timestamps that need no search
  public static @Nullable SearchPreparation prepareList(PartitionLeader leader, long timestamp) {
    if (timestamp >= 0) {
      return leader.log().prepareOffsetForTimestamp(timestamp);
    }
    return timestamp == MAX_TIMESTAMP ? leader.log().prepareMaxTimestamp() : null;
  }

  /// Finds an offset by timestamp or by one of the special ones.
  ///
  /// @param timestamp milliseconds since the epoch, or [#LATEST] and its siblings
  /// @param committedOnly whether the last stable offset bounds the search instead of the high
  ///   watermark
  public static ListedOffset list(
      PartitionLeader leader, long timestamp, int knownLeaderEpoch, boolean committedOnly)
      throws IOException {
    ErrorCode refused = leader.checkLeaderEpoch(knownLeaderEpoch);
    if (refused != ErrorCode.NONE) {
      return ListedOffset.failed(refused);
    }
    PartitionLog log = leader.log();
    long end = committedOnly ? leader.lastStableOffset() : leader.highWatermark();
    // A new leader may not know yet how far its predecessor had let others see (KIP-207).
    boolean unsure = leader.inSync() != null && end < leader.leaderEpochStart();
    if (timestamp == LATEST) {
      return unsure
          ? ListedOffset.failed(ErrorCode.OFFSET_NOT_AVAILABLE)
          : ListedOffset.of(end, leader.leaderEpoch());
    }
    if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
      long start = log.logStartOffset();
      int epoch = log.leaderEpochAt(start);
      return ListedOffset.of(start, epoch >= 0 ? epoch : leader.leaderEpoch());
    }
    if (timestamp == LATEST_TIERED || timestamp == EARLIEST_PENDING_UPLOAD) {
      return ListedOffset.NOTHING; // nothing is ever moved to remote storage
    }
    TimestampOffset found =
        timestamp == MAX_TIMESTAMP ? log.maxTimestamp() : log.offsetForTimestamp(timestamp);
    if (found == null || found.offset() >= end) {
      return unsure ? ListedOffset.failed(ErrorCode.OFFSET_NOT_AVAILABLE) : ListedOffset.NOTHING;
    }
    return new ListedOffset(ErrorCode.NONE, found.timestamp(), found.offset(), found.leaderEpoch());
  }
}
