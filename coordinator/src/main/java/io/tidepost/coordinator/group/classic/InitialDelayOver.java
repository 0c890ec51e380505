package io.tidepost.coordinator.group.classic;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Turn;

/// The delay of a group's first rebalance has passed. It is extended while members keep joining, up
/// to the rebalance timeout (KIP-134).
///
/// @param delayMillis the delay that has passed
/// @param remainingMillis how much longer it may take
record InitialDelayOver(String key, int delayMillis, int remainingMillis)
    implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ClassicGroup group = shard.classic().find(key);
    if (group == null || !group.is(GroupState.PREPARING_REBALANCE)) {
      return;
    }
    if (!group.newMemberAdded || remainingMillis == 0) {
      new Rebalance(shard, group, turn).completeJoin();
      return;
    }
    group.newMemberAdded = false;
    int delay = Math.min(shard.options().initialRebalanceDelayMillis(), remainingMillis);
    int remaining = Math.max(remainingMillis - delayMillis, 0);
    turn.setTimer(GroupTimers.join(group), delay, new InitialDelayOver(key, delay, remaining));
  }
}
