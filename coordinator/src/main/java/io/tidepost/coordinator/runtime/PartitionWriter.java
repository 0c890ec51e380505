package io.tidepost.coordinator.runtime;

import java.util.List;

/// The partition under a shard, as far as the runtime needs it to write. The broker implements it
/// on the partition's leader; called on the owner loop only.
public interface PartitionWriter {

  /// Appends the records as one batch, consecutive offsets in list order. When it returns, the
  /// batch is in the log but not yet committed; the runtime hears of that through
  /// [CoordinatorRuntime#committed].
  ///
  /// @param timestampMillis the records' create time, milliseconds since 1970
  /// @return offset of the first record
  /// @throws AppendException when nothing was appended
  long append(List<CoordinatorRecord> records, long timestampMillis) throws AppendException;

  /// Largest batch that may be appended, in bytes (`max.message.bytes` of the topic).
  int batchBytesMax();
}
