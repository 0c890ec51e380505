package io.tidepost.coordinator.runtime;

import java.util.List;

/// The partition under a shard, as far as the runtime needs it to write. The broker implements it
/// on the partition's leader; called on the owner loop only.
public interface PartitionWriter {

  /// Appends the records as one batch, consecutive offsets in list order. What became of it is told
  /// by exactly one call of [CoordinatorRuntime#appended] or [CoordinatorRuntime#appendFailed] with
  /// the same ticket, on the owner loop, during this call or later. Batches are appended in the
  /// order of the calls.
  ///
  /// @param ticket names this append; ascending
  /// @param timestampMillis the records' create time, milliseconds since 1970
  void append(long ticket, List<CoordinatorRecord> records, long timestampMillis);

  /// Appends the records as one batch in a producer's open transaction; otherwise as [#append].
  /// They are counted only once the transaction's marker has come.
  void appendTransactional(
      long ticket,
      TransactionalProducer producer,
      List<CoordinatorRecord> records,
      long timestampMillis);

  /// Appends a transaction marker, one record; otherwise as [#append].
  void appendMarker(long ticket, TransactionEnd end, long timestampMillis);

  /// Largest batch that may be appended, in bytes (`max.message.bytes` of the topic).
  int batchBytesMax();
}
