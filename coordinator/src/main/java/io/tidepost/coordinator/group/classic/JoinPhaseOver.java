package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Turn;

/// The rebalance timeout has passed: go on with whoever joined.
record JoinPhaseOver(String key) implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ClassicGroup group = shard.classic().find(key);
    if (group != null && group.is(GroupState.PREPARING_REBALANCE)) {
      new Rebalance(shard, group, turn).completeJoin();
    }
  }
}
