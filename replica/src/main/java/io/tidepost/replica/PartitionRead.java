package io.tidepost.replica;

import io.tidepost.log.AbortedTransaction;
import io.tidepost.log.EpochEndOffset;
import io.tidepost.log.LogWork;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.RecordData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reader gets from one partition.
///
/// @param error [ErrorCode#NONE] unless nothing can be read
/// @param highWatermark of the partition, -1 with most errors
/// @param lastStableOffset of the partition, -1 with most errors
/// @param logStartOffset of the partition, -1 with most errors
/// @param records whole batches, `null` when there are none
/// @param sizeInBytes of `records`
/// @param aborted aborted transactions in the range that was read; `null` unless `read_committed`
/// @param diverging where the reader's log parts from ours (KIP-595), or `null`
/// @param work what has to be run (I/O pool) and completed (owner loop) before the read can be
///   tried again, or `null`
/// @param message the error in words, naming the culprit, or `null`
public record PartitionRead(
    ErrorCode error,
    long highWatermark,
    long lastStableOffset,
    long logStartOffset,
    @Nullable RecordData records,
    int sizeInBytes,
    @Nullable List<AbortedTransaction> aborted,
    @Nullable EpochEndOffset diverging,
    @Nullable LogWork work,
    @Nullable String message) {

  /// There is no such partition to read, as far as the reader may know.
  public static PartitionRead missing(ErrorCode error) {
    return new PartitionRead(error, -1, -1, -1, null, 0, List.of(), null, null, null);
  }

  /// The same without its records.
  public PartitionRead withoutRecords() {
    return new PartitionRead(
        error,
        highWatermark,
        lastStableOffset,
        logStartOffset,
        null,
        0,
        aborted,
        diverging,
        work,
        message);
  }

  /// Nothing can be read.
  public static PartitionRead failed(ErrorCode error, @Nullable String message) {
    return new PartitionRead(error, -1, -1, -1, null, 0, null, null, null, message);
  }
}
