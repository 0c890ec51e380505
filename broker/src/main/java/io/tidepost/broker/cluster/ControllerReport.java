package io.tidepost.broker.cluster;

import io.tidepost.base.Uuid;
import io.tidepost.broker.net.client.NodeAddress;
import io.tidepost.quorum.QuorumVoter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a controller says of itself and its quorum.
///
/// @param from who was asked
/// @param clusterId its cluster; empty while it has none
/// @param formed whether it belongs to a quorum; a node that has only just been started and waits
///   for the others does not
/// @param leaderId the leader as it sees it; -1 when there is none
/// @param voters the quorum's voters; itself alone while it waits
/// @param endOffsets offset behind the last record of the metadata that it knows a voter to have,
///   by node id
public record ControllerReport(
    NodeAddress from,
    String clusterId,
    boolean formed,
    int leaderId,
    List<QuorumVoter> voters,
    Map<Integer, Long> endOffsets) {

  /// The directory that a voter of this id votes from, `null` when it does not vote.
  @Nullable Uuid directoryOf(int id) {
    return voters.stream()
        .filter(voter -> voter.id() == id)
        .map(QuorumVoter::directoryId)
        .findFirst()
        .orElse(null);
  }

  /// What the leader knows a voter to have; `null` when it was not the leader who was asked, or the
  /// node does not vote.
  @Nullable Long endOffsetOf(int id) {
    return leaderId == from.id() ? endOffsets.get(id) : null;
  }
}
