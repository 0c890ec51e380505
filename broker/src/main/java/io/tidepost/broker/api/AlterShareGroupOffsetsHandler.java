package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.ShareOffsets;
import io.tidepost.coordinator.group.share.SharedTopic;
import io.tidepost.coordinator.share.SharePartitionKey;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.AlterShareGroupOffsetsRequest;
import io.tidepost.wire.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestPartition;
import io.tidepost.wire.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestTopic;
import io.tidepost.wire.message.AlterShareGroupOffsetsResponse;
import io.tidepost.wire.message.AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponsePartition;
import io.tidepost.wire.message.AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponseTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// AlterShareGroupOffsets (91): has an empty share group begin anew somewhere else (KIP-932).
final class AlterShareGroupOffsetsHandler
    implements ApiHandler<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> {

  private final BrokerContext broker;
  private final ShareOffsets offsets;

  AlterShareGroupOffsetsHandler(BrokerContext broker) {
    this.broker = broker;
    this.offsets = new ShareOffsets(broker);
  }

  @Override
  public AlterShareGroupOffsetsRequest read(WireReader in, short version) {
    return AlterShareGroupOffsetsRequest.read(in, version);
  }

  @Override
  public void handle(
      AlterShareGroupOffsetsRequest request,
      RequestContext context,
      Reply<AlterShareGroupOffsetsResponse> reply) {
    broker.authorizations().demand(context, AclOperation.READ, ResourceType.GROUP, request.groupId);
    ShareRequests.named(request.groupId);
    AlterShareGroupOffsetsResponse response = new AlterShareGroupOffsetsResponse();
    Map<Uuid, SharedTopic> topics = new HashMap<>();
    Map<SharePartitionKey, Long> changes = new LinkedHashMap<>();
    List<AlterShareGroupOffsetsResponsePartition> answers = new ArrayList<>();
    for (AlterShareGroupOffsetsRequestTopic wanted : request.topics) {
      take(request.groupId, wanted, context, response, topics, changes, answers);
    }
    offsets.alter(
        request.groupId,
        topics,
        changes,
        (error, results) -> {
          if (error != ErrorCode.NONE) {
            reply.send(error(request, context.apiVersion(), error, null));
            return;
          }
          for (int i = 0; i < results.size(); i++) {
            answers.get(i).errorCode = results.get(i).code();
            if (results.get(i) != ErrorCode.NONE) {
              answers.get(i).errorMessage = results.get(i).message();
            }
          }
          reply.send(response);
        });
  }

  private void take(
      String groupId,
      AlterShareGroupOffsetsRequestTopic wanted,
      RequestContext context,
      AlterShareGroupOffsetsResponse response,
      Map<Uuid, SharedTopic> topics,
      Map<SharePartitionKey, Long> changes,
      List<AlterShareGroupOffsetsResponsePartition> answers) {
    boolean allowed =
        broker
            .authorizations()
            .allow(context, AclOperation.READ, ResourceType.TOPIC, wanted.topicName);
    Topic topic = broker.image().topics().byName(wanted.topicName);
    AlterShareGroupOffsetsResponseTopic answer = new AlterShareGroupOffsetsResponseTopic();
    answer.topicName = wanted.topicName;
    if (allowed && topic != null) {
      answer.topicId = topic.id();
    }
    response.responses.add(answer);
    for (AlterShareGroupOffsetsRequestPartition partition : wanted.partitions) {
      AlterShareGroupOffsetsResponsePartition result =
          new AlterShareGroupOffsetsResponsePartition();
      result.partitionIndex = partition.partitionIndex;
      answer.partitions.add(result);
      ErrorCode error = ErrorCode.NONE;
      if (!allowed) {
        error = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
      } else if (topic == null || topic.partition(partition.partitionIndex) == null) {
        error = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      } else if (partition.startOffset < 0) {
        error = ErrorCode.INVALID_REQUEST;
      } else {
        SharePartitionKey key =
            new SharePartitionKey(groupId, topic.id(), partition.partitionIndex);
        if (changes.putIfAbsent(key, partition.startOffset) == null) {
          answers.add(result);
          topics.merge(
              topic.id(),
              new SharedTopic(topic.name(), new TreeSet<>(Set.of(partition.partitionIndex))),
              SharedTopic::with);
        } else {
          error = ErrorCode.INVALID_REQUEST;
        }
      }
      result.errorCode = error.code();
      result.errorMessage = error == ErrorCode.NONE ? null : error.message();
    }
  }

  @Override
  public AlterShareGroupOffsetsResponse error(
      AlterShareGroupOffsetsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    AlterShareGroupOffsetsResponse response = new AlterShareGroupOffsetsResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
