package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;

/// Takes a member out of a group for good.
final class StreamsRemoval {

  /// Is told how it went.
  interface Told {
    void told(ErrorCode error, Turn<GroupCoordinatorShard> later);
  }

  private StreamsRemoval() {}

  static void remove(
      Turn<GroupCoordinatorShard> turn, StreamsGroup group, String memberId, Told told) {
    StreamsDraft draft = new StreamsDraft(group);
    draft.remove(memberId);
    StreamsGroup left = draft.group();
    draft.epoch(
        left.epoch() + 1,
        left.metadataHash(),
        left.validatedTopologyEpoch(),
        left.assignmentConfigs());
    turn.persistHolding(
        draft.records(),
        new Outcome<>() {
          @Override
          public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> later) {
            StreamsTimers.stop(later, group.groupId(), memberId);
            told.told(ErrorCode.NONE, later);
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> later) {
            told.told(error, later);
          }
        });
  }
}
