package io.tidepost.coordinator.group.share;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which share partitions a group has states of.
public final class ShareGroupStates extends GroupCommand<ShareGroupStates.Result> {

  /// @param error [ErrorCode#NONE], or GROUP_ID_NOT_FOUND when it is no share group
  /// @param empty whether it has no members
  /// @param topics by topic id
  public record Result(ErrorCode error, boolean empty, SortedMap<Uuid, InitializedTopic> topics) {

    /// Whether the group has, or may have, a state of the partition.
    public boolean contains(Uuid topicId, int partition) {
      InitializedTopic topic = topics.get(topicId);
      return topic != null && topic.partitions().contains(partition);
    }
  }

  public ShareGroupStates(String groupId, Reply<Result> reply) {
    super(groupId, reply);
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  protected Result error(ErrorCode error) {
    return new Result(error, true, new TreeMap<>());
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ShareGroup group = shard.share().find(key());
    turn.reply(
        reply,
        group == null
            ? error(ErrorCode.GROUP_ID_NOT_FOUND)
            : new Result(ErrorCode.NONE, group.isEmpty(), new TreeMap<>(group.initialized())));
  }
}
