package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.consumer.ConsumerGroupHeartbeat;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ConsumerGroupHeartbeatRequest;
import io.tidepost.wire.message.ConsumerGroupHeartbeatResponse;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A member of a consumer group joins, stays or leaves (KIP-848).
final class ConsumerGroupHeartbeatHandler
    implements ApiHandler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> {

  private final BrokerContext broker;

  ConsumerGroupHeartbeatHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public ConsumerGroupHeartbeatRequest read(WireReader in, short version) {
    return ConsumerGroupHeartbeatRequest.read(in, version);
  }

  /// The caller must be allowed to read as the group and to see every topic that it names.
  @Override
  public void handle(
      ConsumerGroupHeartbeatRequest request,
      RequestContext context,
      Reply<ConsumerGroupHeartbeatResponse> reply) {
    broker.authorizations().demand(context, AclOperation.READ, ResourceType.GROUP, request.groupId);
    if (request.subscribedTopicNames != null) {
      for (String topic : request.subscribedTopicNames) {
        broker.authorizations().demand(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic);
      }
    }
    broker
        .groups()
        .submit(
            new ConsumerGroupHeartbeat(
                request,
                GroupRequests.client(context),
                topics -> visible(topics, context),
                GroupRequests.to(reply)));
  }

  private SortedSet<String> visible(SortedSet<String> topics, RequestContext context) {
    if (!broker.authorizations().areChecked()) {
      return topics;
    }
    SortedSet<String> visible = new TreeSet<>();
    for (String topic : topics) {
      if (broker.authorizations().show(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic)) {
        visible.add(topic);
      }
    }
    return visible;
  }

  @Override
  public ConsumerGroupHeartbeatResponse error(
      ConsumerGroupHeartbeatRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    ConsumerGroupHeartbeatResponse response = new ConsumerGroupHeartbeatResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }
}
