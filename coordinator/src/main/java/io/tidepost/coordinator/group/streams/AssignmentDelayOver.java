package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;

/// The first assignment of a group need not wait any longer: it is worked out with the members that
/// are there, and each gets its tasks with its next heartbeat.
record AssignmentDelayOver(String key) implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    StreamsGroup group = shard.streams().find(key);
    if (group == null) {
      return;
    }
    group.passing.delaysAssignment = false;
    if (group.isEmpty() || group.topology() == null) {
      return;
    }
    StreamsDraft draft = new StreamsDraft(group);
    new TaskAssigning(
            draft, shard.surroundings().topics(), shard.surroundings().streamsSettings(key))
        .updateTargets(turn.wallMillis());
    turn.persistHolding(draft.records(), Outcome.ignored());
  }
}
