package io.tidepost.coordinator.group.offset;

import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetDeleteRequest;
import io.tidepost.wire.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.tidepost.wire.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.tidepost.wire.message.OffsetDeleteResponse;
import io.tidepost.wire.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.tidepost.wire.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drops a group's offsets of topics that it is not subscribed to (KIP-496).
public final class OffsetDelete extends GroupCommand<OffsetDeleteResponse> {

  private final OffsetDeleteRequest request;

  public OffsetDelete(OffsetDeleteRequest request, Reply<OffsetDeleteResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
  }

  @Override
  public boolean waitsForEarlierWrites() {
    return true;
  }

  @Override
  protected OffsetDeleteResponse error(ErrorCode error) {
    OffsetDeleteResponse response = new OffsetDeleteResponse();
    response.errorCode = error.code();
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    Group group = shard.group(key());
    ErrorCode error = validate(shard, group);
    if (error != ErrorCode.NONE) {
      turn.reply(reply, error(error));
      return;
    }
    OffsetDeleteResponse response = new OffsetDeleteResponse();
    List<CoordinatorRecord> tombstones = new ArrayList<>();
    for (OffsetDeleteRequestTopic topic : request.topics) {
      boolean subscribed = group != null && group.isSubscribedTo(topic.name);
      OffsetDeleteResponseTopic answer = new OffsetDeleteResponseTopic();
      answer.name = topic.name;
      for (OffsetDeleteRequestPartition partition : topic.partitions) {
        int index = partition.partitionIndex;
        answer.partitions.add(
            answer(index, subscribed ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE));
        if (!subscribed && hasOffset(shard.offsets(), topic.name, index)) {
          tombstones.add(GroupRecords.offsetTombstone(key(), topic.name, index));
        }
      }
      response.topics.add(answer);
    }
    persist(tombstones, response, turn);
  }

  private ErrorCode validate(GroupCoordinatorShard shard, @Nullable Group group) {
    if (key().isEmpty()) {
      return ErrorCode.INVALID_GROUP_ID;
    }
    if (!shard.exists(key())) {
      return ErrorCode.GROUP_ID_NOT_FOUND;
    }
    boolean allowed = group == null || group.letsOffsetsBeDeleted();
    return allowed ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
  }

  private boolean hasOffset(OffsetStore offsets, String topic, int partition) {
    return offsets.find(key(), topic, partition) != null
        || offsets.isUnstable(key(), topic, partition);
  }

  private void persist(
      List<CoordinatorRecord> tombstones,
      OffsetDeleteResponse response,
      Turn<GroupCoordinatorShard> turn) {
    turn.persist(
        tombstones,
        new Outcome<>() {
          @Override
          public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> later) {
            later.reply(reply, response);
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> later) {
            later.reply(reply, error(error));
          }
        });
  }

  private static OffsetDeleteResponsePartition answer(int partition, ErrorCode error) {
    OffsetDeleteResponsePartition answer = new OffsetDeleteResponsePartition();
    answer.partitionIndex = partition;
    answer.errorCode = error.code();
    return answer;
  }
}
