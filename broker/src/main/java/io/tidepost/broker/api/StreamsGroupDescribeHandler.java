package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.streams.DescribeStreamsGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.StreamsGroupDescribeRequest;
import io.tidepost.wire.message.StreamsGroupDescribeResponse;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.tidepost.wire.message.StreamsGroupDescribeResponse.Subtopology;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The topologies of streams groups, who is in them and what they run (KIP-1071).
final class StreamsGroupDescribeHandler
    implements ApiHandler<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> {

  private final BrokerContext broker;

  StreamsGroupDescribeHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public StreamsGroupDescribeRequest read(WireReader in, short version) {
    return StreamsGroupDescribeRequest.read(in, version);
  }

  @Override
  public void handle(
      StreamsGroupDescribeRequest request,
      RequestContext context,
      Reply<StreamsGroupDescribeResponse> reply) {
    List<String> groups = request.groupIds;
    Gather<DescribedGroup> gather =
        new Gather<>(
            groups.size(),
            described -> {
              StreamsGroupDescribeResponse response = new StreamsGroupDescribeResponse();
              for (DescribedGroup group : described) {
                response.groups.add(shown(group, request, context));
              }
              reply.send(response);
            });
    Authorizations authorizations = broker.authorizations();
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      String groupId = groups.get(i);
      if (!authorizations.allow(context, AclOperation.DESCRIBE, ResourceType.GROUP, groupId)) {
        gather.arrived(number, refused(groupId, ErrorCode.GROUP_AUTHORIZATION_FAILED, null));
      } else if (groupId.isEmpty()) {
        gather.arrived(number, refused(groupId, ErrorCode.INVALID_GROUP_ID, null));
      } else {
        broker
            .groups()
            .submit(
                new DescribeStreamsGroup(
                    groupId,
                    request.includeTopologyDescription,
                    new io.tidepost.coordinator.runtime.Reply<>(
                        group -> gather.arrived(number, group))));
      }
    }
  }

  /// A group that has a topic the caller may not see is not shown at all, as in Kafka.
  private DescribedGroup shown(
      DescribedGroup group, StreamsGroupDescribeRequest request, RequestContext context) {
    Authorizations authorizations = broker.authorizations();
    if (group.errorCode == 0 && authorizations.areChecked()) {
      boolean hidden =
          topics(group).stream()
              .anyMatch(topic ->
                  !authorizations.show(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic));
      if (hidden) {
        return refused(
            group.groupId,
            ErrorCode.TOPIC_AUTHORIZATION_FAILED,
            "The group has described topic(s) that the client is not authorized to describe.");
      }
    }
    if (group.errorCode == 0 && request.includeAuthorizedOperations) {
      group.authorizedOperations =
          authorizations.operations(context, ResourceType.GROUP, group.groupId);
    }
    return group;
  }

  private static Set<String> topics(DescribedGroup group) {
    Set<String> topics = new HashSet<>();
    if (group.topology != null && group.topology.subtopologies != null) {
      for (Subtopology subtopology : group.topology.subtopologies) {
        topics.addAll(subtopology.sourceTopics);
        topics.addAll(subtopology.repartitionSinkTopics);
        subtopology.stateChangelogTopics.forEach(topic -> topics.add(topic.name));
        subtopology.repartitionSourceTopics.forEach(topic -> topics.add(topic.name));
      }
    }
    return topics;
  }

  private static DescribedGroup refused(String groupId, ErrorCode error, @Nullable String message) {
    DescribedGroup group = new DescribedGroup();
    group.groupId = groupId;
    group.errorCode = error.code();
    group.errorMessage = message == null ? error.message() : message;
    return group;
  }

  @Override
  public StreamsGroupDescribeResponse error(
      StreamsGroupDescribeRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    StreamsGroupDescribeResponse response = new StreamsGroupDescribeResponse();
    request.groupIds.forEach(groupId -> response.groups.add(refused(groupId, error, message)));
    return response;
  }
}
