package io.tidepost.replica;

/// Waits for records to become readable (a delayed fetch).
public interface RecordsWaiter {

  /// Called on the owner loop each time the high watermark moved, and once when the role has ended.
  /// May remove itself and others.
  ///
  /// @param bytes how many bytes were appended since the last call; huge when a transaction ended
  ///   or the role has ended
  void recordsAvailable(PartitionReplica replica, long bytes);
}
