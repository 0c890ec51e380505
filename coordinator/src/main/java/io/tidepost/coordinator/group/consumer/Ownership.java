package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import java.util.Map;
import java.util.SortedMap;

/// Where a member is and what it owns (ConsumerGroupCurrentMemberAssignmentValue). The maps go from
/// topic to partition to the member epoch at which the partition was given to the member.
///
/// @param memberEpoch the epoch the member is at; -2 of a static member that left for a while, -1
///   of one that nothing is stored about
/// @param previousMemberEpoch the epoch before, accepted when the answer with the newer was lost
/// @param state how far it is
/// @param assigned what it may use
/// @param pendingRevocation what it has to give up
public record Ownership(
    int memberEpoch,
    int previousMemberEpoch,
    MemberState state,
    SortedMap<Uuid, SortedMap<Integer, Integer>> assigned,
    SortedMap<Uuid, SortedMap<Integer, Integer>> pendingRevocation) {

  /// A static member left and will be back within its session timeout.
  public static final int LEFT_FOR_A_WHILE = -2;

  /// Of a member that has not been given anything.
  static final Ownership NONE =
      new Ownership(0, -1, MemberState.STABLE, Partitions.EPOCHS_NONE, Partitions.EPOCHS_NONE);

  /// What is left when the record is removed.
  static final Ownership GONE =
      new Ownership(-1, -1, MemberState.STABLE, Partitions.EPOCHS_NONE, Partitions.EPOCHS_NONE);

  /// Whether it has everything of the target of that epoch.
  boolean isReconciledTo(int assignmentEpoch) {
    return state == MemberState.STABLE && memberEpoch == assignmentEpoch;
  }

  /// At which epoch a partition was given to it, -1 when it has it not.
  int epochOf(Uuid topic, int partition) {
    Integer epoch = assigned.getOrDefault(topic, Partitions.EPOCH_NONE).get(partition);
    if (epoch == null) {
      epoch = pendingRevocation.getOrDefault(topic, Partitions.EPOCH_NONE).get(partition);
    }
    return epoch == null ? -1 : epoch;
  }

  /// The next epoch, with the current one as the previous.
  Ownership moveTo(
      int epoch,
      MemberState next,
      SortedMap<Uuid, SortedMap<Integer, Integer>> nowAssigned,
      SortedMap<Uuid, SortedMap<Integer, Integer>> nowPending) {
    return new Ownership(epoch, memberEpoch, next, nowAssigned, nowPending);
  }

  /// The static member leaves for a while: it keeps its partitions for whoever comes back.
  Ownership leaveForAWhile() {
    SortedMap<Uuid, SortedMap<Integer, Integer>> zero = new java.util.TreeMap<>();
    for (Map.Entry<Uuid, SortedMap<Integer, Integer>> topic : assigned.entrySet()) {
      SortedMap<Integer, Integer> partitions = new java.util.TreeMap<>();
      topic.getValue().keySet().forEach(p -> partitions.put(p, 0));
      zero.put(topic.getKey(), partitions);
    }
    return new Ownership(
        LEFT_FOR_A_WHILE, previousMemberEpoch, state, zero, Partitions.EPOCHS_NONE);
  }

  /// Whoever takes a static member's place starts from what that owned.
  Ownership takenOver() {
    return new Ownership(0, 0, state, assigned, pendingRevocation);
  }
}
