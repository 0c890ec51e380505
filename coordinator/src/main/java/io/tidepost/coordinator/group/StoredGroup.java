package io.tidepost.coordinator.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A classic group as its last committed record says (GroupMetadataValue).
///
/// @param protocolType what the members have in common, such as `consumer`; empty when there never
///   were any
/// @param generation number of the last completed rebalance
/// @param protocol the assignor in use, `null` in an empty group
/// @param leader member id of the leader, `null` in an empty group
/// @param stateTimestampMillis when the group entered this state, -1 in records of old versions
/// @param members in the order of the record
public record StoredGroup(
    String protocolType,
    int generation,
    @Nullable String protocol,
    @Nullable String leader,
    long stateTimestampMillis,
    List<StoredMember> members) {

  /// @param memberId given by the coordinator
  /// @param groupInstanceId `group.instance.id` of a static member, else `null`
  /// @param clientId what the client calls itself
  /// @param clientHost where it connects from
  /// @param rebalanceTimeoutMillis how long a rebalance waits for it, -1 in records of old versions
  /// @param sessionTimeoutMillis how long it may be silent
  /// @param subscription what it told the group's protocol; opaque, owned by this record
  /// @param assignment what the leader assigned; opaque, owned by this record
  public record StoredMember(
      String memberId,
      @Nullable String groupInstanceId,
      String clientId,
      String clientHost,
      int rebalanceTimeoutMillis,
      int sessionTimeoutMillis,
      byte[] subscription,
      byte[] assignment) {}
}
