package io.tidepost.broker.storage;

import io.tidepost.metadata.image.Partition;
import io.tidepost.replica.Leadership;

/// What the metadata wants of this broker's replica of a partition.
public sealed interface ReplicaRole {

  /// Lead it.
  record Lead(Leadership leadership) implements ReplicaRole {}

  /// Follow a leader.
  ///
  /// @param leaderId broker id, or [Partition#NO_LEADER]
  /// @param leaderEpoch of the leader, or since when there is none
  record Follow(int leaderId, int leaderEpoch) implements ReplicaRole {}

  /// The role of a broker that has a replica.
  static ReplicaRole of(Partition partition, int brokerId) {
    return partition.leader() == brokerId
        ? new Lead(
            new Leadership(
                partition.leaderEpoch(),
                partition.partitionEpoch(),
                partition.replicas(),
                partition.isr()))
        : new Follow(partition.leader(), partition.leaderEpoch());
  }
}
