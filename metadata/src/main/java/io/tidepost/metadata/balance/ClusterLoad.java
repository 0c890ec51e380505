package io.tidepost.metadata.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What brokers carry at one moment: a snapshot that somebody measured.
///
/// @param brokers all registered brokers
/// @param partitions all partitions
public record ClusterLoad(List<BrokerLoad> brokers, List<PartitionLoad> partitions) {

  /// @param id node id
  /// @param rack its rack, or `null`
  /// @param isAlive whether it may be given replicas
  /// @param diskBytes room of its log directories in bytes; 0 when it is not known
  public record BrokerLoad(int id, @Nullable String rack, boolean isAlive, long diskBytes) {}

  /// @param topic name
  /// @param partition number
  /// @param replicas brokers in order of preference, each once
  /// @param leader broker id, -1 when nobody leads
  /// @param isMoving whether a reassignment is under way: such a partition is left alone
  /// @param bytes size of one replica
  /// @param bytesInPerSecond what is produced to it
  /// @param bytesOutPerSecond what is consumed from its leader
  public record PartitionLoad(
      String topic,
      int partition,
      List<Integer> replicas,
      int leader,
      boolean isMoving,
      long bytes,
      long bytesInPerSecond,
      long bytesOutPerSecond) {

    /// As messages and tools write it.
    public String name() {
      return topic + "-" + partition;
    }
  }
}
