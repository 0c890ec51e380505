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

  /// Kafka's id of a directory that is known to be lost.
  public static final Uuid LOST_DIRECTORY = Uuid.ONE;

  private static final int RESERVED_DIRECTORIES = 100;

  /// Whether a directory id stands for no directory in particular: Kafka's "unassigned" (0), "lost"
  /// (1), "migrating" (2) and those it keeps for later (KIP-858).
  public static boolean isReserved(Uuid directory) {
    return directory.mostSignificantBits() == 0
        && directory.leastSignificantBits() >= 0
        && directory.leastSignificantBits() < RESERVED_DIRECTORIES;
  }

  /// Whether the broker's copy may hold records that no other copy has, or counts as one that does:
  /// it leads, is in sync, or may be elected.
  public boolean countsOn(int brokerId) {
    return leader == brokerId
        || isr.contains(brokerId)
        || elr.contains(brokerId)
        || lastKnownElr.contains(brokerId);
  }

  /// The directory in which `brokerId` keeps this partition; [Uuid#ZERO] when it has no replica
  /// here or has not been assigned one (`Uuid.ZERO` is Kafka's "unassigned").
  public Uuid directoryOf(int brokerId) {
    int at = replicas.indexOf(brokerId);
    return at < 0 ? Uuid.ZERO : directories.get(at);
  }
}
