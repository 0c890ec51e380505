package io.tidepost.coordinator.group.offset;

import io.tidepost.coordinator.group.Client;
import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.OffsetCommitRequest;
import io.tidepost.wire.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.tidepost.wire.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.tidepost.wire.message.OffsetCommitResponse;
import java.util.ArrayList;
import java.util.List;

/// A group says where it is. Answered once that is committed.
public final class OffsetCommit extends GroupCommand<OffsetCommitResponse> {

  /// From this version on a group that does not exist is named as that.
  private static final short GROUP_NOT_FOUND_VERSION = 9;

  private final OffsetCommitRequest request;
  private final Client client;

  /// @param request whose topics carry name and, where the topic is known, id
  public OffsetCommit(
      OffsetCommitRequest request, Client client, Reply<OffsetCommitResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
    this.client = client;
  }

  @Override
  protected OffsetCommitResponse error(ErrorCode error) {
    return error(request, error);
  }

  /// The same error for every partition.
  public static OffsetCommitResponse error(OffsetCommitRequest request, ErrorCode error) {
    OffsetCommitResponse response = new OffsetCommitResponse();
    for (OffsetCommitRequestTopic topic : request.topics) {
      OffsetCommitResponse.OffsetCommitResponseTopic answer = answer(topic);
      topic.partitions.forEach(p -> answer.partitions.add(answer(p, error)));
      response.topics.add(answer);
    }
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    ErrorCode error = validate(shard, turn);
    if (error != ErrorCode.NONE) {
      turn.reply(reply, error(error));
      return;
    }
    Group group = shard.group(key());
    int metadataMax = shard.options().offsetMetadataLengthMax();
    OffsetCommitResponse response = new OffsetCommitResponse();
    List<CoordinatorRecord> records = new ArrayList<>();
    for (OffsetCommitRequestTopic topic : request.topics) {
      OffsetCommitResponse.OffsetCommitResponseTopic answer = answer(topic);
      for (OffsetCommitRequestPartition partition : topic.partitions) {
        String metadata = partition.committedMetadata;
        ErrorCode refused = ErrorCode.NONE;
        if (metadata != null && metadata.length() > metadataMax) {
          refused = ErrorCode.OFFSET_METADATA_TOO_LARGE;
        } else if (group != null) {
          refused =
              group.mayCommitPartition(
                  request.memberId,
                  request.generationIdOrMemberEpoch,
                  topic.topicId,
                  topic.name,
                  partition.partitionIndex);
        }
        answer.partitions.add(answer(partition, refused));
        if (refused == ErrorCode.NONE) {
          records.add(record(topic, partition, turn.wallMillis()));
        }
      }
      response.topics.add(answer);
    }
    persist(records, response, turn);
  }

  private ErrorCode validate(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    int generation = request.generationIdOrMemberEpoch;
    Group group = shard.group(key());
    if (group == null && !shard.offsets().hasGroup(key())) {
      if (generation < 0) {
        return ErrorCode.NONE;
      }
      return client.apiVersion() >= GROUP_NOT_FOUND_VERSION
          ? ErrorCode.GROUP_ID_NOT_FOUND
          : ErrorCode.ILLEGAL_GENERATION;
    }
    if (group == null) {
      return generation < 0 ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    }
    return group.mayCommit(
        request.memberId, request.groupInstanceId, generation, client.apiVersion(), turn);
  }

  private CoordinatorRecord record(
      OffsetCommitRequestTopic topic, OffsetCommitRequestPartition partition, long nowMillis) {
    long retention = request.retentionTimeMs;
    CommittedOffset committed =
        new CommittedOffset(
            -1,
            partition.committedOffset,
            partition.committedLeaderEpoch,
            partition.committedMetadata == null ? "" : partition.committedMetadata,
            nowMillis,
            retention < 0 ? -1 : nowMillis + retention,
            topic.topicId);
    return GroupRecords.offset(key(), topic.name, partition.partitionIndex, committed);
  }

  private void persist(
      List<CoordinatorRecord> records,
      OffsetCommitResponse response,
      Turn<GroupCoordinatorShard> turn) {
    turn.persist(
        records,
        new Outcome<>() {
          @Override
          public void committed(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> later) {
            later.reply(reply, response);
          }

          @Override
          public void failed(
              ErrorCode error, GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> later) {
            later.reply(reply, error(clientError(error)));
          }
        });
  }

  private static ErrorCode clientError(ErrorCode error) {
    return switch (error) {
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE ->
          ErrorCode.INVALID_COMMIT_OFFSET_SIZE;
      default -> error;
    };
  }

  private static OffsetCommitResponse.OffsetCommitResponseTopic answer(
      OffsetCommitRequestTopic topic) {
    OffsetCommitResponse.OffsetCommitResponseTopic answer =
        new OffsetCommitResponse.OffsetCommitResponseTopic();
    answer.name = topic.name;
    answer.topicId = topic.topicId;
    return answer;
  }

  private static OffsetCommitResponse.OffsetCommitResponsePartition answer(
      OffsetCommitRequestPartition partition, ErrorCode error) {
    OffsetCommitResponse.OffsetCommitResponsePartition answer =
        new OffsetCommitResponse.OffsetCommitResponsePartition();
    answer.partitionIndex = partition.partitionIndex;
    answer.errorCode = error.code();
    return answer;
  }
}
