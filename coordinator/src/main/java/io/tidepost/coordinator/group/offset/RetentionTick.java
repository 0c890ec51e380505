package io.tidepost.coordinator.group.offset;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Turn;

/// Time to look for what has expired: one [ExpireGroup] for every group.
public record RetentionTick() implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public String key() {
    return "";
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    for (String groupId : shard.groupIds()) {
      turn.submit(new ExpireGroup(groupId));
    }
    shard.scheduleRetention(turn);
  }
}
