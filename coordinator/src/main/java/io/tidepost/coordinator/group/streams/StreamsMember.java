package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.consumer.MemberState;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One member of a streams group, as its records say.
///
/// @param memberId chosen by the client
/// @param identity what it is
/// @param ownership where it is and what it has
public record StreamsMember(String memberId, Identity identity, Ownership ownership) {

  /// What a member is (StreamsGroupMemberMetadataValue).
  ///
  /// @param rackId where it is
  /// @param clientId what the client calls itself
  /// @param clientHost where it connects from
  /// @param rebalanceTimeoutMillis how long it may take to give up tasks
  /// @param topologyEpoch of the topology it runs
  /// @param processId of its process; members of one process share its state on disk
  /// @param endpoint where others ask it for state, `null` when it does not answer
  /// @param clientTags for standby placement
  public record Identity(
      @Nullable String rackId,
      String clientId,
      String clientHost,
      int rebalanceTimeoutMillis,
      int topologyEpoch,
      String processId,
      @Nullable Endpoint endpoint,
      SortedMap<String, String> clientTags) {

    static final Identity NONE = new Identity(null, "", "", -1, -1, "", null, new TreeMap<>());
  }

  /// @param host name or address
  /// @param port up to 65535
  public record Endpoint(String host, int port) {}

  /// Where a member is (StreamsGroupCurrentMemberAssignmentValue).
  ///
  /// @param memberEpoch the epoch it is at
  /// @param previousMemberEpoch accepted when the answer with the newer was lost
  /// @param state how far it is on its way to its target
  /// @param assigned what it may run
  /// @param pendingRevocation what it has to give up
  record Ownership(
      int memberEpoch,
      int previousMemberEpoch,
      MemberState state,
      Tasks assigned,
      Tasks pendingRevocation) {

    static final Ownership NONE = new Ownership(0, -1, MemberState.STABLE, Tasks.NONE, Tasks.NONE);
    static final Ownership GONE = new Ownership(-1, -1, MemberState.STABLE, Tasks.NONE, Tasks.NONE);

    boolean isReconciledTo(int assignmentEpoch) {
      return state == MemberState.STABLE && memberEpoch == assignmentEpoch;
    }
  }

  int memberEpoch() {
    return ownership.memberEpoch();
  }
}
