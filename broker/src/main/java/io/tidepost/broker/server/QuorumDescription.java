package io.tidepost.broker.server;

import io.tidepost.base.Uuid;
import java.util.List;

/// The quorum of the metadata log at one moment, as this node sees it.
///
/// @param leaderId node id of the active controller; -1 when there is none
/// @param leaderEpoch the epoch under which it leads
/// @param highWatermark offset behind the last committed record
/// @param voters who votes, ascending by node id
public record QuorumDescription(
    int leaderId, int leaderEpoch, long highWatermark, List<Voter> voters) {

  /// @param id its node id
  /// @param directoryId the directory its metadata log is in
  /// @param logEndOffset offset behind the last record it is known to have
  /// @param host where its controller is reached; empty when that is not known
  /// @param port likewise
  public record Voter(int id, Uuid directoryId, long logEndOffset, String host, int port) {}
}
