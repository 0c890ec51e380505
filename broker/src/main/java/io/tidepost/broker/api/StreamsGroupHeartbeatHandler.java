package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.streams.StreamsGroupHeartbeat;
import io.tidepost.coordinator.group.streams.TopologyPlan.InternalTopic;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest.Subtopology;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A member of a streams group joins, stays or leaves (KIP-1071). Internal topics that its topology
/// needs are made, as far as the caller may create them.
final class StreamsGroupHeartbeatHandler
    implements ApiHandler<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> {

  private static final byte MISSING_INTERNAL_TOPICS = 3;

  private final BrokerContext broker;

  StreamsGroupHeartbeatHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public StreamsGroupHeartbeatRequest read(WireReader in, short version) {
    return StreamsGroupHeartbeatRequest.read(in, version);
  }

  @Override
  public void handle(
      StreamsGroupHeartbeatRequest request,
      RequestContext context,
      Reply<StreamsGroupHeartbeatResponse> reply) {
    broker.authorizations().demandOnGroup(context, AclOperation.READ, request.groupId);
    for (String topic : topics(request)) {
      broker.authorizations().demand(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic);
    }
    broker
        .groups()
        .submit(
            new StreamsGroupHeartbeat(
                request,
                GroupRequests.client(context),
                new io.tidepost.coordinator.runtime.Reply<>(answer -> {
                  create(answer, context);
                  reply.send(answer.response());
                })));
  }

  private static Set<String> topics(StreamsGroupHeartbeatRequest request) {
    Set<String> topics = new TreeSet<>();
    if (request.topology != null) {
      for (Subtopology subtopology : request.topology.subtopologies) {
        topics.addAll(subtopology.sourceTopics);
        topics.addAll(subtopology.repartitionSinkTopics);
        subtopology.repartitionSourceTopics.forEach(topic -> topics.add(topic.name));
        subtopology.stateChangelogTopics.forEach(topic -> topics.add(topic.name));
      }
    }
    return topics;
  }

  private void create(StreamsGroupHeartbeat.Answer answer, RequestContext context) {
    if (answer.missing().isEmpty()) {
      return;
    }
    boolean mayCreateAll = broker.authorizations().allowOnCluster(context, AclOperation.CREATE);
    List<InternalTopic> allowed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (InternalTopic topic : answer.missing()) {
      if (mayCreateAll
          || broker
              .authorizations()
              .allow(context, AclOperation.CREATE, ResourceType.TOPIC, topic.name())) {
        allowed.add(topic);
      } else {
        refused.add(topic.name());
      }
    }
    if (!refused.isEmpty() && answer.response().status != null) {
      for (Status status : answer.response().status) {
        if (status.statusCode == MISSING_INTERNAL_TOPICS) {
          status.statusDetail +=
              "; Unauthorized to CREATE on topics " + String.join(", ", refused) + ".";
        }
      }
    }
    broker.groups().streamsTopics().create(allowed);
  }

  @Override
  public StreamsGroupHeartbeatResponse error(
      StreamsGroupHeartbeatRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    StreamsGroupHeartbeatResponse response = new StreamsGroupHeartbeatResponse();
    response.errorCode = error.code();
    response.errorMessage = message;
    return response;
  }
}
