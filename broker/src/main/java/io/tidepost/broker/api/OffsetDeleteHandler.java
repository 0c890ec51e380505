package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.offset.OffsetDelete;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.OffsetDeleteRequest;
import io.tidepost.wire.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.tidepost.wire.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.tidepost.wire.message.OffsetDeleteResponse;
import io.tidepost.wire.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.tidepost.wire.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.Iterator;
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
      } else {
        OffsetDeleteRequestTopic unknown = splitUnknown(topic);
        if (!topic.partitions.isEmpty()) {
          known.add(topic);
        }
        if (!unknown.partitions.isEmpty()) {
          refused.add(refuse(unknown, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
        }
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
                    refused.forEach(topic -> add(response, topic));
                  }
                  reply.send(response);
                })));
  }

  /// Leaves in `topic` the partitions that there are, and returns the others.
  private OffsetDeleteRequestTopic splitUnknown(OffsetDeleteRequestTopic topic) {
    Topic found = broker.image().topics().byName(topic.name);
    int count = found == null ? 0 : found.partitions().size();
    var unknown = new OffsetDeleteRequestTopic();
    unknown.name = topic.name;
    for (Iterator<OffsetDeleteRequestPartition> all = topic.partitions.iterator();
        all.hasNext(); ) {
      OffsetDeleteRequestPartition partition = all.next();
      if (partition.partitionIndex < 0 || partition.partitionIndex >= count) {
        unknown.partitions.add(partition);
        all.remove();
      }
    }
    return unknown;
  }

  private static void add(OffsetDeleteResponse response, OffsetDeleteResponseTopic topic) {
    for (OffsetDeleteResponseTopic there : response.topics) {
      if (there.name.equals(topic.name)) {
        there.partitions.addAll(topic.partitions);
        return;
      }
    }
    response.topics.add(topic);
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
