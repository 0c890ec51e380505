package io.tidepost.coordinator.group.offset;

import io.tidepost.coordinator.group.Group;
import io.tidepost.coordinator.group.GroupCommand;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupRecords;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.coordinator.runtime.Outcome;
import io.tidepost.coordinator.runtime.Reply;
import io.tidepost.coordinator.runtime.TransactionalProducer;
import io.tidepost.coordinator.runtime.Turn;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.TxnOffsetCommitRequest;
import io.tidepost.wire.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.tidepost.wire.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.tidepost.wire.message.TxnOffsetCommitResponse;
import io.tidepost.wire.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import io.tidepost.wire.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A producer says, in its transaction, where a group is (KIP-447). It counts once the transaction
/// is committed. The producer's transaction must contain this partition already.
public final class TxnOffsetCommit extends GroupCommand<TxnOffsetCommitResponse> {

  /// The first version of OffsetCommit that members of every protocol may use. What it calls stale
  /// is called an illegal generation here.
  private static final short OFFSET_COMMIT_VERSION = 9;

  private final TxnOffsetCommitRequest request;
  private final long admittedAt;

  /// @param request whose topics carry name and id
  /// @param admittedAt [OffsetStore#markersOrdered] at the moment when the transaction was found to
  ///   be open
  public TxnOffsetCommit(
      TxnOffsetCommitRequest request, long admittedAt, Reply<TxnOffsetCommitResponse> reply) {
    super(request.groupId, reply);
    this.request = request;
    this.admittedAt = admittedAt;
  }

  @Override
  protected TxnOffsetCommitResponse error(ErrorCode error) {
    return error(request.topics, error);
  }

  /// The same error for every partition.
  public static TxnOffsetCommitResponse error(
      List<TxnOffsetCommitRequestTopic> topics, ErrorCode error) {
    TxnOffsetCommitResponse response = new TxnOffsetCommitResponse();
    for (TxnOffsetCommitRequestTopic topic : topics) {
      TxnOffsetCommitResponseTopic answer = answer(topic);
      topic.partitions.forEach(p -> answer.partitions.add(answer(p, error)));
      response.topics.add(answer);
    }
    return response;
  }

  @Override
  public void decide(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    if (shard.offsets().markersOrdered() != admittedAt) {
      // The transaction may have ended while this waited; a late record would never be ended.
      turn.reply(reply, error(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
      return;
    }
    ErrorCode error = validate(shard, turn);
    if (error != ErrorCode.NONE) {
      turn.reply(reply, error(error));
      return;
    }
    Group group = shard.group(key());
    int metadataMax = shard.options().offsetMetadataLengthMax();
    TxnOffsetCommitResponse response = new TxnOffsetCommitResponse();
    List<CoordinatorRecord> records = new ArrayList<>();
    for (TxnOffsetCommitRequestTopic topic : request.topics) {
      TxnOffsetCommitResponseTopic answer = answer(topic);
      for (TxnOffsetCommitRequestPartition partition : topic.partitions) {
        String metadata = partition.committedMetadata;
        ErrorCode refused =
            metadata != null && metadata.length() > metadataMax
                ? ErrorCode.OFFSET_METADATA_TOO_LARGE
                : mayCommitPartition(group, topic, partition.partitionIndex);
        answer.partitions.add(answer(partition, refused));
        if (refused == ErrorCode.NONE) {
          records.add(record(topic, partition, turn.wallMillis()));
        }
      }
      response.topics.add(answer);
    }
    persist(records, response, turn);
  }

  /// Whoever names no member commits for a group of its own making. A group that is rebalancing
  /// takes the offsets of its members: their transactions are over before they join again.
  private ErrorCode validate(GroupCoordinatorShard shard, Turn<GroupCoordinatorShard> turn) {
    int epoch = request.generationIdOrMemberEpoch;
    if (epoch < 0 && request.memberId.isEmpty() && request.groupInstanceId == null) {
      return ErrorCode.NONE;
    }
    Group group = shard.group(key());
    if (group == null) {
      return epoch < 0 ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
    }
    ErrorCode error =
        group.mayCommit(
            request.memberId, request.groupInstanceId, epoch, OFFSET_COMMIT_VERSION, turn);
    return error == ErrorCode.REBALANCE_IN_PROGRESS ? ErrorCode.NONE : told(error);
  }

  private ErrorCode mayCommitPartition(
      @Nullable Group group, TxnOffsetCommitRequestTopic topic, int partition) {
    return group == null
        ? ErrorCode.NONE
        : told(
            group.mayCommitPartition(
                request.memberId,
                request.generationIdOrMemberEpoch,
                topic.topicId,
                topic.name,
                partition));
  }

  private static ErrorCode told(ErrorCode error) {
    return error == ErrorCode.STALE_MEMBER_EPOCH ? ErrorCode.ILLEGAL_GENERATION : error;
  }

  private CoordinatorRecord record(
      TxnOffsetCommitRequestTopic topic, TxnOffsetCommitRequestPartition partition, long now) {
    String metadata = partition.committedMetadata;
    CommittedOffset committed =
        new CommittedOffset(
            -1,
            partition.committedOffset,
            partition.committedLeaderEpoch,
            metadata == null ? "" : metadata,
            now,
            -1,
            topic.topicId);
    return GroupRecords.offset(key(), topic.name, partition.partitionIndex, committed);
  }

  private void persist(
      List<CoordinatorRecord> records,
      TxnOffsetCommitResponse response,
      Turn<GroupCoordinatorShard> turn) {
    turn.persistTransactional(
        new TransactionalProducer(request.producerId, request.producerEpoch),
        records,
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

  private static TxnOffsetCommitResponseTopic answer(TxnOffsetCommitRequestTopic topic) {
    TxnOffsetCommitResponseTopic answer = new TxnOffsetCommitResponseTopic();
    answer.name = topic.name;
    answer.topicId = topic.topicId;
    return answer;
  }

  private static TxnOffsetCommitResponsePartition answer(
      TxnOffsetCommitRequestPartition partition, ErrorCode error) {
    TxnOffsetCommitResponsePartition answer = new TxnOffsetCommitResponsePartition();
    answer.partitionIndex = partition.partitionIndex;
    answer.errorCode = error.code();
    return answer;
  }
}
