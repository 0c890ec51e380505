package io.tidepost.broker.api;

import io.tidepost.broker.security.authorize.Authorizations;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.ListGroups;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ListGroupsRequest;
import io.tidepost.wire.message.ListGroupsResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups that this broker coordinates.
final class ListGroupsHandler implements ApiHandler<ListGroupsRequest, ListGroupsResponse> {

  private final BrokerContext broker;

  ListGroupsHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public ListGroupsRequest read(WireReader in, short version) {
    return ListGroupsRequest.read(in, version);
  }

  @Override
  public void handle(
      ListGroupsRequest request, RequestContext context, Reply<ListGroupsResponse> reply) {
    broker
        .groups()
        .<ListGroupsResponse>submitToAll(
            answer -> new ListGroups(request, answer),
            answers -> reply.send(visible(merge(answers), context)));
  }

  /// Who may describe the cluster sees all groups, others those that they may describe.
  private ListGroupsResponse visible(ListGroupsResponse all, RequestContext context) {
    Authorizations authorizations = broker.authorizations();
    if (!authorizations.show(
        context, AclOperation.DESCRIBE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)) {
      all.groups.removeIf(group ->
          !authorizations.show(context, AclOperation.DESCRIBE, ResourceType.GROUP, group.groupId));
    }
    return all;
  }

  /// A list that misses the groups of a shard would be wrong; the error is said instead, unless the
  /// shard has just moved away.
  private static ListGroupsResponse merge(List<ListGroupsResponse> answers) {
    ListGroupsResponse all = new ListGroupsResponse();
    for (ListGroupsResponse answer : answers) {
      if (answer.errorCode != 0 && answer.errorCode != ErrorCode.NOT_COORDINATOR.code()) {
        return answer;
      }
      all.groups.addAll(answer.groups);
    }
    return all;
  }

  @Override
  public ListGroupsResponse error(
      ListGroupsRequest request, short version, ErrorCode error, @Nullable String message) {
    ListGroupsResponse response = new ListGroupsResponse();
    response.errorCode = error.code();
    return response;
  }
}
