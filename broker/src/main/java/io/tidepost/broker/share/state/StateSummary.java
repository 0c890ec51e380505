package io.tidepost.broker.share.state;

import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.coordinator.share.SummarizeState;
import io.tidepost.wire.ErrorCode;

/// Where a share partition stands.
///
/// @param error [ErrorCode#NONE], or why the coordinator cannot say
/// @param stateEpoch counts initialisations, 0 when nothing is remembered
/// @param leaderEpoch of the leader that wrote or read last, 0 when nothing is remembered
/// @param startOffset the share-partition start offset, -1 before it is known
/// @param deliveryCompleteCount offsets from there on whose delivery is complete, -1 when unknown
///   (KIP-1226)
public record StateSummary(
    ErrorCode error, int stateEpoch, int leaderEpoch, long startOffset, int deliveryCompleteCount) {

  private static final int UNKNOWN = -1;

  /// What is said of a share partition that nothing is remembered of, or by who cannot say.
  public static StateSummary refused(ErrorCode error) {
    return new StateSummary(error, 0, 0, SharePartitionState.NO_START_OFFSET, UNKNOWN);
  }

  public static StateSummary of(SummarizeState.Result result) {
    SharePartitionState state = result.state();
    return state == null
        ? refused(result.error())
        : new StateSummary(
            result.error(),
            state.stateEpoch(),
            state.leaderEpoch(),
            state.startOffset(),
            state.deliveryCompleteCount());
  }
}
