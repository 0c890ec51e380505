package io.tidepost.coordinator.group.offset;

import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.InternalCommand;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Drops a group's expired offsets, and the group when nothing is left of it (KIP-211):
/// - a group that has become empty keeps its offsets for the retention time from then on;
/// - a group of consumers at work keeps those of topics it is subscribed to, the others for the
///   retention time from their commit;
/// - offsets without a group at work stay for the retention time from their commit.
///
/// It waits for commits that are on their way, so that it never buries a newer one.
public record ExpireGroup(String key) implements InternalCommand<GroupCoordinatorShard> {

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    Group group = shard.group(key);
    List<CoordinatorRecord> tombstones = new ArrayList<>();
    boolean nothingLeft = expireOffsets(shard, group, turn.wallMillis(), tombstones);
    boolean empty = group == null || group.isIdle();
    boolean forget = nothingLeft && empty && !shard.offsets().isInTransaction(key);
    if (forget) {
      tombstones.addAll(shard.tombstones(key));
    }
    if (!tombstones.isEmpty()) {
      turn.log("Dropping what has expired of group " + key + ": " + tombstones.size() + " records");
    }
    turn.persistHolding(tombstones, new Forgetting(key, forget));
  }

  /// @return whether no offsets remain
  private boolean expireOffsets(
      GroupCoordinatorShard shard,
      @Nullable Group group,
      long nowMillis,
      List<CoordinatorRecord> tombstones) {
    boolean nothingLeft = true;
    for (Map.Entry<String, SortedMap<Integer, CommittedOffset>> topic :
        shard.offsets().ofGroup(key).entrySet()) {
      for (Map.Entry<Integer, CommittedOffset> entry : topic.getValue().entrySet()) {
        if (isExpired(shard, group, topic.getKey(), entry.getValue(), nowMillis)
            && !shard.offsets().isUnstable(key, topic.getKey(), entry.getKey())) {
          tombstones.add(GroupRecords.offsetTombstone(key, topic.getKey(), entry.getKey()));
        } else {
          nothingLeft = false;
        }
      }
    }
    return nothingLeft;
  }

  private static boolean isExpired(
      GroupCoordinatorShard shard,
      @Nullable Group group,
      String topic,
      CommittedOffset offset,
      long nowMillis) {
    long since = offset.commitTimestampMillis();
    if (group != null) {
      since = group.offsetIdleSince(topic, since);
    }
    long retention = shard.options().offsetsRetentionMillis();
    return since != Group.KEPT && offset.isExpired(since, retention, nowMillis);
  }

  /// The group goes once its tombstones are committed.
  private record Forgetting(String key, boolean forget) implements Outcome<GroupCoordinatorShard> {

    @Override
    public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      Group group = shard.group(key);
      if (forget && group != null && group.isIdle()) {
        shard.drop(key);
      }
    }

    @Override
    public void failed(
        ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
      turn.log("Expired offsets of group " + key + " stay until the next look: " + error);
    }
  }
}
