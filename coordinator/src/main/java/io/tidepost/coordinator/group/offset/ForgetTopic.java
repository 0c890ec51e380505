package io.tidepost.coordinator.group.offset;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A topic was deleted: its offsets mean nothing any more, in any group.
///
/// @param topic name of the topic
/// @param topicId its id; offsets of a newer topic of the same name stay
public record ForgetTopic(String topic, Uuid topicId)
    implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public String key() {
    return "";
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    for (String group : shard.offsets().groupIds()) {
      if (shard.offsets().partitionsOfGroup(group).containsKey(topic)) {
        turn.submit(new InGroup(group, topic, topicId));
      }
    }
  }

  /// The same for one group.
  private record InGroup(String key, String topic, Uuid topicId)
      implements InternalCommand<GroupCoordinatorShard> {

    @Override
    public boolean waitsForEarlierWrites() {
      return true;
    }

    @Override
    public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      List<CoordinatorRecord> tombstones = new ArrayList<>();
      for (int partition : shard.offsets().partitionsOfGroup(key).getOrDefault(topic, Set.of())) {
        CommittedOffset committed = shard.offsets().find(key, topic, partition);
        if (committed == null || committed.isAbout(topicId)) {
          tombstones.add(GroupRecords.offsetTombstone(key, topic, partition));
        }
      }
      turn.persist(tombstones, Outcome.ignored());
    }
  }
}
