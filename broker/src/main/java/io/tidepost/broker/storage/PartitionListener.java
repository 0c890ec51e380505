package io.tidepost.broker.storage;

/// Told about partitions that come and go, such as those of `__consumer_offsets`. Called on the
/// partition's owner loop.
public interface PartitionListener {

  /// The partition is led here and accepts writes.
  void started(HostedPartition partition);

  /// It is not led here any more: deleted, failed, or the broker stops.
  void stopped(HostedPartition partition);

  /// Another broker leads the partition, and it is followed here.
  default void followed(HostedPartition partition) {}

  /// It is not followed here any more.
  default void unfollowed(HostedPartition partition) {}
}
