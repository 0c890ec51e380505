package io.tidepost.coordinator.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import java.util.ArrayList;
import java.util.List;

/// A topic was deleted: what is remembered of its share partitions goes too.
public record ForgetTopicState(Uuid topicId) implements InternalCommand<ShareCoordinatorShard> {

  @Override
  public String key() {
    return "";
  }

  @Override
  public void decide(ShareCoordinatorShard shard, Turn<ShareCoordinatorShard> turn) {
    List<CoordinatorRecord> tombstones = new ArrayList<>();
    shard.ofTopic(topicId).forEach(key -> tombstones.add(ShareRecords.tombstone(key)));
    if (!tombstones.isEmpty()) {
      turn.persist(tombstones, Outcome.ignored());
    }
  }
}
