package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.consumer.DescribeConsumerGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ConsumerGroupDescribeRequest;
import io.tidepost.wire.message.ConsumerGroupDescribeResponse;
import io.tidepost.wire.message.ConsumerGroupDescribeResponse.Assignment;
import io.tidepost.wire.message.ConsumerGroupDescribeResponse.DescribedGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is in consumer groups, what they have and what they are to have (KIP-848).
final class ConsumerGroupDescribeHandler
    implements ApiHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> {

  private final BrokerContext broker;

  ConsumerGroupDescribeHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public ConsumerGroupDescribeRequest read(WireReader in, short version) {
    return ConsumerGroupDescribeRequest.read(in, version);
  }

  @Override
  public void handle(
      ConsumerGroupDescribeRequest request,
      RequestContext context,
      Reply<ConsumerGroupDescribeResponse> reply) {
    List<String> groups = request.groupIds;
    Gather<DescribedGroup> gather =
        new Gather<>(
            groups.size(),
            described -> {
              ConsumerGroupDescribeResponse response = new ConsumerGroupDescribeResponse();
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
                new DescribeConsumerGroup(
                    groupId,
                    new io.tidepost.coordinator.runtime.Reply<>(
                        group -> gather.arrived(number, group))));
      }
    }
  }

  /// A group that has a topic the caller may not see is not shown at all, as in Kafka.
  private DescribedGroup shown(
      DescribedGroup group, ConsumerGroupDescribeRequest request, RequestContext context) {
    Authorizations authorizations = broker.authorizations();
    if (group.errorCode == 0 && authorizations.areChecked()) {
      List<Assignment> assignments = new ArrayList<>();
      group.members.forEach(member -> {
        assignments.add(member.assignment);
        assignments.add(member.targetAssignment);
      });
      boolean hidden =
          assignments.stream()
              .flatMap(assignment -> assignment.topicPartitions.stream())
              .map(topic -> topic.topicName)
              .distinct()
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

  private static DescribedGroup refused(String groupId, ErrorCode error, @Nullable String message) {
    DescribedGroup group = new DescribedGroup();
    group.groupId = groupId;
    group.errorCode = error.code();
    group.errorMessage = message == null ? error.message() : message;
    return group;
  }

  @Override
  public ConsumerGroupDescribeResponse error(
      ConsumerGroupDescribeRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    ConsumerGroupDescribeResponse response = new ConsumerGroupDescribeResponse();
    request.groupIds.forEach(groupId -> response.groups.add(refused(groupId, error, message)));
    return response;
  }
}
