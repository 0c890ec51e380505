package io.tidepost.broker.server;

import io.tidepost.base.Uuid;
import java.util.List;

/// The quorum of the metadata log at one moment.
///
/// @param leaderId node id of the active controller
/// @param leaderEpoch the epoch under which it leads
/// @param highWatermark offset behind the last committed record
/// @param voters who votes, ascending by node id
public record QuorumDescription(
    int leaderId, int leaderEpoch, long highWatermark, List<Voter> voters) {

  /// @param id its node id
  /// @param directoryId the directory its metadata log is in
  /// @param logEndOffset offset behind the last record it has
  public record Voter(int id, Uuid directoryId, long logEndOffset) {}
}
