package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.DescribeGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeGroupsRequest;
import io.tidepost.wire.message.DescribeGroupsResponse;
import io.tidepost.wire.message.DescribeGroupsResponse.DescribedGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is in the groups.
final class DescribeGroupsHandler
    implements ApiHandler<DescribeGroupsRequest, DescribeGroupsResponse> {

  private final BrokerContext broker;

  DescribeGroupsHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public DescribeGroupsRequest read(WireReader in, short version) {
    return DescribeGroupsRequest.read(in, version);
  }

  @Override
  public void handle(
      DescribeGroupsRequest request, RequestContext context, Reply<DescribeGroupsResponse> reply) {
    List<String> groups = request.groups;
    Gather<DescribedGroup> gather =
        new Gather<>(
            groups.size(),
            described -> {
              DescribeGroupsResponse response = new DescribeGroupsResponse();
              for (DescribedGroup group : described) {
                if (request.includeAuthorizedOperations && group.errorCode == 0) {
                  group.authorizedOperations =
                      broker
                          .authorizations()
                          .operations(context, ResourceType.GROUP, group.groupId);
                }
                response.groups.add(group);
              }
              reply.send(response);
            });
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      if (!broker.authorizations().allowOnGroup(context, AclOperation.DESCRIBE, groups.get(i))) {
        gather.arrived(number, refused(groups.get(i)));
        continue;
      }
      broker
          .groups()
          .submit(
              new DescribeGroup(
                  groups.get(i),
                  context.apiVersion(),
                  new io.tidepost.coordinator.runtime.Reply<>(
                      group -> gather.arrived(number, group))));
    }
  }

  private static DescribedGroup refused(String groupId) {
    DescribedGroup group = new DescribedGroup();
    group.groupId = groupId;
    group.errorCode = ErrorCode.GROUP_AUTHORIZATION_FAILED.code();
    return group;
  }

  @Override
  public DescribeGroupsResponse error(
      DescribeGroupsRequest request, short version, ErrorCode error, @Nullable String message) {
    DescribeGroupsResponse response = new DescribeGroupsResponse();
    for (String groupId : request.groups) {
      DescribedGroup group = new DescribedGroup();
      group.groupId = groupId;
      group.errorCode = error.code();
      if (version >= 6) {
        group.errorMessage = message;
      }
      response.groups.add(group);
    }
    return response;
  }
}
