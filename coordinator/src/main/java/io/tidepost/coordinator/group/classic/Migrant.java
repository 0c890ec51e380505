package io.tidepost.coordinator.group.classic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A member of a classic group that becomes a consumer group.
///
/// @param memberId its id
/// @param groupInstanceId of a static member
/// @param clientId what the client calls itself
/// @param clientHost where it connects from
/// @param rebalanceTimeoutMillis how long a rebalance waits for it
/// @param sessionTimeoutMillis how long it may be silent
/// @param protocols assignors it speaks, most wanted first
/// @param subscription its metadata for the assignor in use
/// @param assignment what the leader gave it
public record Migrant(
    String memberId,
    @Nullable String groupInstanceId,
    String clientId,
    String clientHost,
    int rebalanceTimeoutMillis,
    int sessionTimeoutMillis,
    List<Speaks> protocols,
    byte[] subscription,
    byte[] assignment) {

  /// @param name of an assignor
  /// @param metadata the member's subscription for it
  public record Speaks(String name, byte[] metadata) {}

  static Migrant of(ClassicGroup group, ClassicMember member) {
    List<Speaks> protocols =
        member.protocols.stream().map(p -> new Speaks(p.name(), p.metadata())).toList();
    byte[] chosen = member.metadata(group.protocol());
    return new Migrant(
        member.memberId,
        member.groupInstanceId,
        member.clientId,
        member.clientHost,
        member.rebalanceTimeoutMillis,
        member.sessionTimeoutMillis,
        protocols,
        chosen.length == 0 && !protocols.isEmpty() ? protocols.get(0).metadata() : chosen,
        member.assignment);
  }
}
