package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.share.DescribeShareGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ShareGroupDescribeRequest;
import io.tidepost.wire.message.ShareGroupDescribeResponse;
import io.tidepost.wire.message.ShareGroupDescribeResponse.DescribedGroup;
import io.tidepost.wire.message.ShareGroupDescribeResponse.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ShareGroupDescribe (77): who is in the share groups and what they work on (KIP-932).
final class ShareGroupDescribeHandler
    implements ApiHandler<ShareGroupDescribeRequest, ShareGroupDescribeResponse> {

  private final BrokerContext broker;

  ShareGroupDescribeHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public ShareGroupDescribeRequest read(WireReader in, short version) {
    return ShareGroupDescribeRequest.read(in, version);
  }

  @Override
  public void handle(
      ShareGroupDescribeRequest request,
      RequestContext context,
      Reply<ShareGroupDescribeResponse> reply) {
    List<String> groups = request.groupIds;
    Gather<DescribedGroup> gather =
        new Gather<>(groups.size(), described -> answer(request, context, described, reply));
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      String groupId = groups.get(i);
      if (!broker
          .authorizations()
          .allow(context, AclOperation.DESCRIBE, ResourceType.GROUP, groupId)) {
        gather.arrived(number, refused(groupId, ErrorCode.GROUP_AUTHORIZATION_FAILED, null));
        continue;
      }
      if (groupId.isEmpty()) {
        gather.arrived(number, refused(groupId, ErrorCode.INVALID_GROUP_ID, null));
        continue;
      }
      broker
          .groups()
          .submit(
              new DescribeShareGroup(
                  groupId,
                  new io.tidepost.coordinator.runtime.Reply<>(
                      group -> gather.arrived(number, group))));
    }
  }

  private void answer(
      ShareGroupDescribeRequest request,
      RequestContext context,
      List<DescribedGroup> described,
      Reply<ShareGroupDescribeResponse> reply) {
    ShareGroupDescribeResponse response = new ShareGroupDescribeResponse();
    for (DescribedGroup group : described) {
      if (group.errorCode == 0 && !maySeeTopics(context, group)) {
        response.groups.add(refused(group.groupId, ErrorCode.TOPIC_AUTHORIZATION_FAILED, null));
        continue;
      }
      if (request.includeAuthorizedOperations && group.errorCode == 0) {
        group.authorizedOperations =
            broker.authorizations().operations(context, ResourceType.GROUP, group.groupId);
      }
      response.groups.add(group);
    }
    reply.send(response);
  }

  private boolean maySeeTopics(RequestContext context, DescribedGroup group) {
    if (!broker.authorizations().areChecked()) {
      return true;
    }
    List<String> topics = new ArrayList<>();
    for (Member member : group.members) {
      topics.addAll(member.subscribedTopicNames);
      member.assignment.topicPartitions.forEach(assigned -> topics.add(assigned.topicName));
    }
    return topics.stream()
        .allMatch(topic ->
            broker
                .authorizations()
                .show(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic));
  }

  private static DescribedGroup refused(String groupId, ErrorCode error, @Nullable String message) {
    DescribedGroup group = new DescribedGroup();
    group.groupId = groupId;
    group.errorCode = error.code();
    group.errorMessage = message == null ? error.message() : message;
    return group;
  }

  @Override
  public ShareGroupDescribeResponse error(
      ShareGroupDescribeRequest request, short version, ErrorCode error, @Nullable String message) {
    ShareGroupDescribeResponse response = new ShareGroupDescribeResponse();
    request.groupIds.forEach(group -> response.groups.add(refused(group, error, message)));
    return response;
  }
}
