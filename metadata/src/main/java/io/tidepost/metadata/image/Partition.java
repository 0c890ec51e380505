package io.tidepost.metadata.image;

import io.tidepost.base.Uuid;
import java.util.List;

/// What the metadata says about one partition. All lists are immutable and hold broker ids.
///
/// @param replicas in order of preference
/// @param directories the log directory of each replica, in the order of `replicas` (KIP-858)
/// @param isr in-sync replicas
/// @param elr eligible leader replicas (KIP-966)
/// @param lastKnownElr last known eligible leader replicas (KIP-966)
/// @param addingReplicas replicas that a reassignment adds
/// @param removingReplicas replicas that a reassignment removes
/// @param leader broker id, or [#NO_LEADER]
/// @param leaderRecoveryState 0 recovered, 1 recovering from an unclean election
/// @param leaderEpoch raised with each change of the leader
/// @param partitionEpoch raised with each change of anything here
public record Partition(
    List<Integer> replicas,
    List<Uuid> directories,
    List<Integer> isr,
    List<Integer> elr,
    List<Integer> lastKnownElr,
    List<Integer> addingReplicas,
    List<Integer> removingReplicas,
    int leader,
    byte leaderRecoveryState,
    int leaderEpoch,
    int partitionEpoch) {

  /// There is no leader.
  public static final int NO_LEADER = -1;

  /// The directory in which `brokerId` keeps this partition; [Uuid#ZERO] when it has no replica
  /// here or has not been assigned one (`Uuid.ZERO` is Kafka's "unassigned").
  public Uuid directoryOf(int brokerId) {
    int at = replicas.indexOf(brokerId);
    return at < 0 ? Uuid.ZERO : directories.get(at);
  }
}
