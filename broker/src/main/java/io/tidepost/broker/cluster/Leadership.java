package io.tidepost.broker.cluster;

import io.tidepost.metadata.MetadataLog;

/// Who leads the metadata log, as this node sees it.
///
/// @param leaderId node id of the active controller; [MetadataLog#NO_LEADER] when there is none
/// @param leaderEpoch the epoch under which it leads
/// @param isHere whether it is this node
public record Leadership(int leaderId, int leaderEpoch, boolean isHere) {

  /// Nothing is known.
  public static final Leadership NONE = new Leadership(MetadataLog.NO_LEADER, -1, false);
}
