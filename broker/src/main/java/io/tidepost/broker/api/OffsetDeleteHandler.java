package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.offset.OffsetDelete;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.OffsetDeleteRequest;
import io.tidepost.wire.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.tidepost.wire.message.OffsetDeleteResponse;
import io.tidepost.wire.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.tidepost.wire.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drops offsets of a group.
final class OffsetDeleteHandler implements ApiHandler<OffsetDeleteRequest, OffsetDeleteResponse> {

  private final BrokerContext broker;

  OffsetDeleteHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public OffsetDeleteRequest read(WireReader in, short version) {
    return OffsetDeleteRequest.read(in, version);
  }

  @Override
  public void handle(
      OffsetDeleteRequest request, RequestContext context, Reply<OffsetDeleteResponse> reply) {
    broker.authorizations().demandOnGroup(context, AclOperation.DELETE, request.groupId);
    List<OffsetDeleteRequestTopic> known = new ArrayList<>();
    List<OffsetDeleteResponseTopic> refused = new ArrayList<>();
    for (OffsetDeleteRequestTopic topic : request.topics) {
      if (!broker.authorizations().allowOnTopic(context, AclOperation.READ, topic.name)) {
        refused.add(refuse(topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
      } else if (broker.image().topics().byName(topic.name) == null) {
        refused.add(refuse(topic, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
      } else {
        known.add(topic);
      }
    }
    request.topics = known;
    broker
        .groups()
        .submit(
            new OffsetDelete(
                request,
                new io.tidepost.coordinator.runtime.Reply<>(response -> {
                  if (response.errorCode == 0) {
                    response.topics.addAll(refused);
                  }
                  reply.send(response);
                })));
  }

  private static OffsetDeleteResponseTopic refuse(OffsetDeleteRequestTopic topic, ErrorCode error) {
    OffsetDeleteResponseTopic answer = new OffsetDeleteResponseTopic();
    answer.name = topic.name;
    topic.partitions.forEach(partition -> {
      OffsetDeleteResponsePartition each = new OffsetDeleteResponsePartition();
      each.partitionIndex = partition.partitionIndex;
      each.errorCode = error.code();
      answer.partitions.add(each);
    });
    return answer;
  }

  @Override
  public OffsetDeleteResponse error(
      OffsetDeleteRequest request, short version, ErrorCode error, @Nullable String message) {
    OffsetDeleteResponse response = new OffsetDeleteResponse();
    response.errorCode = error.code();
    return response;
  }
}
