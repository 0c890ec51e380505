package io.tidepost.coordinator.group.consumer;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse.Assignment;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.SortedMap;

/// What becomes of a heartbeat: written if there is anything to write, then answered.
final class HeartbeatOutcome implements Outcome<GroupCoordinatorShard> {

  private final ConsumerGroupHeartbeat command;
  private final GroupEntry entry;
  private final Draft draft;
  private final ConsumerMember member;
  private final boolean hasMoved;
  private final ConsumerGroupHeartbeatResponse response;
  private long topicsVersion;

  /// @param hasMoved whether the member took a step towards its target
  /// @param tellAssignment whether the answer says what the member has
  HeartbeatOutcome(
      ConsumerGroupHeartbeat command,
      GroupEntry entry,
      Draft draft,
      ConsumerMember member,
      boolean hasMoved,
      boolean tellAssignment,
      ConsumerGroupSettings settings) {
    this.command = command;
    this.entry = entry;
    this.draft = draft;
    this.member = member;
    this.hasMoved = hasMoved;
    this.response = new ConsumerGroupHeartbeatResponse();
    response.memberId = member.memberId();
    response.memberEpoch = member.memberEpoch();
    response.heartbeatIntervalMs = settings.heartbeatIntervalMillis();
    if (tellAssignment) {
      response.assignment = assignment(member.ownership().assigned());
    }
  }

  void persist(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    topicsVersion = shard.surroundings().topics().version();
    if (draft.records().isEmpty()) {
      committed(shard, turn);
    } else {
      turn.persistHolding(draft.records(), this);
    }
  }

  @Override
  public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    entry.committed(shard, turn);
    ConsumerGroup group = shard.consumer().find(command.key());
    if (group != null) {
      group.checkedTopics(topicsVersion);
    }
    if (hasMoved) {
      MemberTimers.start(shard, turn, command.key(), member);
    } else {
      MemberTimers.watch(shard, turn, command.key(), member);
    }
    command.reply(turn, response);
  }

  @Override
  public void failed(
      ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    command.reply(turn, command.error(error));
  }

  private static Assignment assignment(SortedMap<Uuid, SortedMap<Integer, Integer>> assigned) {
    Assignment assignment = new Assignment();
    assigned.forEach((topic, partitions) -> {
      TopicPartitions entry = new TopicPartitions();
      entry.topicId = topic;
      entry.partitions = new ArrayList<>(partitions.keySet());
      assignment.topicPartitions.add(entry);
    });
    return assignment;
  }
}
