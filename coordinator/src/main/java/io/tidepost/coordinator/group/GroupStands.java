package io.tidepost.coordinator.group;

import io.tidepost.coordinator.runtime.Command;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the groups of one shard are and where they stand, for those who watch.
public final class GroupStands implements Command<GroupCoordinatorShard> {

  /// One group.
  ///
  /// @param kind `null` for a group that is nothing but offsets
  /// @param state Kafka's name of the state it is in
  /// @param members how many it has
  /// @param offsets committed, by topic and partition
  public record Stand(
      String groupId,
      @Nullable GroupType kind,
      String state,
      int members,
      Map<String, Map<Integer, Long>> offsets) {}

  private final Reply<List<Stand>> reply;

  /// @param reply gets nothing from a shard that is not served
  public GroupStands(Reply<List<Stand>> reply) {
    this.reply = reply;
  }

  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean refuse(ErrorCode error, Turn<GroupCoordinatorShard> turn) {
    turn.reply(reply, List.of());
    return true;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    List<Stand> stands = new ArrayList<>();
    for (String groupId : shard.groupIds()) {
      Group group = shard.group(groupId);
      stands.add(
          new Stand(
              groupId,
              group == null ? null : group.type(),
              group == null ? "Empty" : group.stateName(),
              group == null ? 0 : group.size(),
              offsets(groupId, shard)));
    }
    turn.reply(reply, stands);
  }

  private static Map<String, Map<Integer, Long>> offsets(
      String groupId, GroupCoordinatorShard shard) {
    Map<String, Map<Integer, Long>> result = new HashMap<>();
    shard
        .offsets()
        .ofGroup(groupId)
        .forEach((topic, partitions) -> {
          Map<Integer, Long> copy = new HashMap<>();
          partitions.forEach((partition, committed) -> copy.put(partition, committed.offset()));
          result.put(topic, copy);
        });
    return result;
  }
}
