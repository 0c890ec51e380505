package io.tidepost.broker.share.state;

import io.tidepost.coordinator.share.DeliveryBatch;
import io.tidepost.coordinator.share.ReadState;
import io.tidepost.coordinator.share.SharePartitionState;
import io.tidepost.wire.ErrorCode;
import java.util.List;

/// What a leader of a partition takes over of a share partition.
///
/// @param error [ErrorCode#NONE], FENCED_LEADER_EPOCH, INVALID_REQUEST when nobody has made a
///   state, or why the coordinator cannot say
/// @param stateEpoch counts initialisations; goes with every write
/// @param startOffset the share-partition start offset, -1 before it is known
/// @param batches what is known of offsets from there on, ascending
public record LoadedState(
    ErrorCode error, int stateEpoch, long startOffset, List<DeliveryBatch> batches) {

  static LoadedState refused(ErrorCode error) {
    return new LoadedState(error, -1, SharePartitionState.NO_START_OFFSET, List.of());
  }

  static LoadedState of(ReadState.Result result) {
    SharePartitionState state = result.state();
    return state == null
        ? refused(result.error())
        : new LoadedState(result.error(), state.stateEpoch(), state.startOffset(), state.batches());
  }
}
