package io.tidepost.log;

import org.jspecify.annotations.Nullable;

/// What became of one payload handed to [PartitionLog#add].
///
/// @param status whether it was taken, and if not, why
/// @param baseOffset offset of the first record; for a duplicate the offset it got the first time;
///   -1 when refused
/// @param lastOffset offset of the last record; -1 when refused or when a duplicate's is not known
/// @param logAppendTimeMillis the timestamp given to all records when the topic uses
///   `LogAppendTime`, else -1; for a duplicate, as in Kafka, what it carries
/// @param maxTimestamp the largest timestamp among the records, -1 when refused
/// @param message why it was refused, naming the topic-partition; `null` when taken
public record AppendResult(
    Status status,
    long baseOffset,
    long lastOffset,
    long logAppendTimeMillis,
    long maxTimestamp,
    @Nullable String message) {

  /// Outcomes, named as Kafka's errors where one applies.
  public enum Status {
    /// Taken: part of the log once [PartitionLog#flush] returned.
    APPENDED,
    /// All records are already in the log (idempotent producer, retry): answer as a success.
    DUPLICATE,
    /// A gap or step back in the producer's sequence numbers.
    OUT_OF_ORDER_SEQUENCE_NUMBER,
    /// The batch carries an older producer epoch than one seen before.
    INVALID_PRODUCER_EPOCH,
    /// A timestamp lies outside `message.timestamp.before.max.ms` / `.after.max.ms`.
    INVALID_TIMESTAMP,
    /// A record that this origin may not write (control batch from a client, no batch at all).
    INVALID_RECORD,
    /// A batch does not fit into any segment.
    RECORD_BATCH_TOO_LARGE,
    /// Replicated batches whose offsets do not continue this log.
    UNEXPECTED_OFFSET,
    /// A transaction marker from an older coordinator epoch.
    TRANSACTION_COORDINATOR_FENCED,
    /// A transactional batch in a state that does not allow it.
    INVALID_TXN_STATE,
    /// The log has failed (sync error, vanished directory) and takes nothing any more.
    KAFKA_STORAGE_ERROR
  }

  /// Whether the records are in the log (now or from before).
  public boolean accepted() {
    return status == Status.APPENDED || status == Status.DUPLICATE;
  }

  /// An outcome without offsets.
  public static AppendResult refused(Status status, String message) {
    return new AppendResult(status, -1, -1, -1, -1, message);
  }
}
