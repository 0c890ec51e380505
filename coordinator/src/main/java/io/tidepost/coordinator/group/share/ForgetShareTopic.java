package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import java.util.List;

/// A topic was deleted: share groups have no states of it any more.
///
/// @param topicId of the topic
public record ForgetShareTopic(Uuid topicId) implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public String key() {
    return "";
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    for (ShareGroup group : shard.share().groups()) {
      if (group.states().all().containsKey(topicId)) {
        turn.submit(new Forget(group.groupId(), topicId));
      }
    }
  }

  private record Forget(String key, Uuid topicId)
      implements InternalCommand<GroupCoordinatorShard> {

    @Override
    public boolean waitsForEarlierWrites() {
      return true;
    }

    @Override
    public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      ShareGroup group = shard.share().find(key);
      if (group != null && group.states().all().containsKey(topicId)) {
        StateTopics topics = group.states().without(List.of(topicId));
        turn.persistHolding(List.of(ShareGroupRecords.states(key, topics)), Outcome.ignored());
      }
    }
  }
}
