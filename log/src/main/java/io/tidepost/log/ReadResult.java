package io.tidepost.log;

import io.tidepost.wire.RecordData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [PartitionLog#read] found.
///
/// @param status see [Status]
/// @param records whole batches, starting with the one that contains the offset asked for; empty
///   when there is nothing yet (or nothing that fits)
/// @param nextOffset the offset behind the last record of `records`
/// @param logStartOffset of the log at this moment
/// @param work with [Status#VERIFY]: to be run (I/O pool), completed (owner loop), then read again
/// @param message with [Status#CORRUPT] and [Status#OFFSET_OUT_OF_RANGE]: topic-partition, file and
///   position, in words
public record ReadResult(
    Status status,
    RecordData records,
    long nextOffset,
    long logStartOffset,
    @Nullable LogWork work,
    @Nullable String message) {

  /// Outcomes of a read.
  public enum Status {
    /// `records` can be sent.
    OK,
    /// The offset is before the log start offset or behind the log end offset.
    OFFSET_OUT_OF_RANGE,
    /// The bytes at that offset are damaged and are not served (CORRUPT_MESSAGE).
    CORRUPT,
    /// Cannot be read on the loop yet: its checksums have to be verified, because it was not read
    /// since the log was opened, or it is not in the page cache any more.
    VERIFY
  }

  static final List<AbortedTransaction> NONE_ABORTED = List.of();
}
