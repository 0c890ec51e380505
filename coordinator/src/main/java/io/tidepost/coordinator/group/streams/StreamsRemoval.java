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

  /// @param why in words
  static void remove(
      GroupCoordinatorShard shard,
      Turn<GroupCoordinatorShard> turn,
      StreamsGroup group,
      String memberId,
      String why,
      Told told) {
    shard.history().note(group.groupId(), turn.wallMillis(), group.epoch() + 1, why);
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
          public void committed(GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
            StreamsTimers.stop(later, group.groupId(), memberId);
            told.told(ErrorCode.NONE, later);
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard owner, Turn<GroupCoordinatorShard> later) {
            told.told(error, later);
          }
        });
  }
}
