package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.storage.HostedPartition;
import io.tidepost.log.LogWork;
import io.tidepost.log.SearchPreparation;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.replica.ListedOffset;
import io.tidepost.replica.PartitionReader;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ListOffsetsRequest;
import io.tidepost.wire.message.ListOffsetsRequest.ListOffsetsPartition;
import io.tidepost.wire.message.ListOffsetsRequest.ListOffsetsTopic;
import io.tidepost.wire.message.ListOffsetsResponse;
import io.tidepost.wire.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.tidepost.wire.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// ListOffsets (2), versions 1 to 11: by timestamp, latest, earliest, largest timestamp (KIP-734),
/// earliest local (KIP-405), and the two about remote storage, which find nothing.
final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequest, ListOffsetsResponse> {

  private static final short FIRST_WITH_LEADER_EPOCH = 4;
  private static final short FIRST_WITH_MAX_TIMESTAMP = 7;
  private static final short FIRST_WITH_EARLIEST_LOCAL = 8;
  private static final short FIRST_WITH_LATEST_TIERED = 9;
  private static final short FIRST_WITH_EARLIEST_PENDING_UPLOAD = 11;

  private final BrokerContext context;

  ListOffsetsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public ListOffsetsRequest read(WireReader in, short version) {
    return ListOffsetsRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      ListOffsetsRequest request, RequestContext caller, Reply<ListOffsetsResponse> reply) {
    var response = new ListOffsetsResponse();
    FanOut fanOut = new FanOut(() -> reply.send(response));
    boolean committedOnly = request.isolationLevel == 1;
    for (ListOffsetsTopic topic : request.topics) {
      var topicResponse = new ListOffsetsTopicResponse();
      topicResponse.name = topic.name;
      response.topics.add(topicResponse);
      boolean allowed =
          context.authorizations().allowOnTopic(caller, AclOperation.DESCRIBE, topic.name);
      Set<Integer> seen = new HashSet<>();
      Set<Integer> twice = new HashSet<>();
      topic.partitions.forEach(partition -> {
        if (!seen.add(partition.partitionIndex)) {
          twice.add(partition.partitionIndex);
        }
      });
      for (ListOffsetsPartition partition : topic.partitions) {
        boolean repeated = twice.contains(partition.partitionIndex);
        if (repeated && !seen.remove(partition.partitionIndex)) {
          continue; // one answer is enough
        }
        var answer = new ListOffsetsPartitionResponse();
        answer.partitionIndex = partition.partitionIndex;
        topicResponse.partitions.add(answer);
        if (!allowed) {
          answer.errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
        } else if (repeated) {
          answer.errorCode = ErrorCode.INVALID_REQUEST.code();
        } else {
          list(topic, partition, caller.apiVersion(), committedOnly, answer, fanOut);
        }
      }
    }
    fanOut.step();
  }

  private void list(
      ListOffsetsTopic topic,
      ListOffsetsPartition wanted,
      short version,
      boolean committedOnly,
      ListOffsetsPartitionResponse answer,
      FanOut fanOut) {
    if (!isKnown(wanted.timestamp, version)) {
      answer.errorCode = ErrorCode.UNSUPPORTED_VERSION.code();
      return;
    }
    HostedPartition partition = context.partitions().find(topic.name, wanted.partitionIndex);
    if (partition == null) {
      answer.errorCode =
          DataErrors.whyMissing(context, false, topic.name, Uuid.ZERO, wanted.partitionIndex)
              .code();
      return;
    }
    fanOut.onceNothingIsLeft(
        partition,
        preparation(partition, wanted.timestamp),
        () -> {
          list(partition, wanted, committedOnly, answer);
          if (version < FIRST_WITH_LEADER_EPOCH) {
            answer.leaderEpoch = -1;
          }
        });
  }

  /// What a search would wait for on the partition's loop.
  private static Supplier<@Nullable LogWork> preparation(
      HostedPartition partition, long timestamp) {
    return new Supplier<>() {
      private boolean asked;
      private @Nullable SearchPreparation preparation;

      @Override
      public @Nullable LogWork get() {
        if (!asked) {
          asked = true;
          preparation = PartitionReader.prepareList(partition.leader(), timestamp);
        }
        try {
          return preparation == null ? null : preparation.next();
        } catch (IOException e) {
          return null; // the search meets it as well, and answers
        }
      }
    };
  }

  private static void list(
      HostedPartition partition,
      ListOffsetsPartition wanted,
      boolean committedOnly,
      ListOffsetsPartitionResponse answer) {
    ListedOffset listed;
    try {
      listed =
          PartitionReader.list(
              partition.leader(), wanted.timestamp, wanted.currentLeaderEpoch, committedOnly);
    } catch (IOException e) {
      answer.errorCode = ErrorCode.KAFKA_STORAGE_ERROR.code();
      partition.directory().readFailed(partition.topicPartition(), e);
      return;
    }
    answer.errorCode = listed.error().code();
    answer.timestamp = listed.timestamp();
    answer.offset = listed.offset();
    answer.leaderEpoch = listed.leaderEpoch();
  }

  private static boolean isKnown(long timestamp, short version) {
    if (timestamp >= PartitionReader.EARLIEST) {
      return true;
    }
    if (timestamp == PartitionReader.MAX_TIMESTAMP) {
      return version >= FIRST_WITH_MAX_TIMESTAMP;
    }
    if (timestamp == PartitionReader.EARLIEST_LOCAL) {
      return version >= FIRST_WITH_EARLIEST_LOCAL;
    }
    if (timestamp == PartitionReader.LATEST_TIERED) {
      return version >= FIRST_WITH_LATEST_TIERED;
    }
    return timestamp == PartitionReader.EARLIEST_PENDING_UPLOAD
        && version >= FIRST_WITH_EARLIEST_PENDING_UPLOAD;
  }

  @Override
  public ListOffsetsResponse error(
      ListOffsetsRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new ListOffsetsResponse();
    for (ListOffsetsTopic topic : request.topics) {
      var topicResponse = new ListOffsetsTopicResponse();
      topicResponse.name = topic.name;
      for (ListOffsetsPartition partition : topic.partitions) {
        var answer = new ListOffsetsPartitionResponse();
        answer.partitionIndex = partition.partitionIndex;
        answer.errorCode = error.code();
        topicResponse.partitions.add(answer);
      }
      response.topics.add(topicResponse);
    }
    return response;
  }
}
