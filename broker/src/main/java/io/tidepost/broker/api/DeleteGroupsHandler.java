package io.tidepost.broker.api;

import io.tidepost.broker.coordinator.Gather;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.share.ShareOffsets;
import io.tidepost.coordinator.group.DeleteGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DeleteGroupsRequest;
import io.tidepost.wire.message.DeleteGroupsResponse;
import io.tidepost.wire.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Drops empty groups, each for itself.
final class DeleteGroupsHandler implements ApiHandler<DeleteGroupsRequest, DeleteGroupsResponse> {

  private final BrokerContext broker;
  private final ShareOffsets offsets;

  DeleteGroupsHandler(BrokerContext broker) {
    this.broker = broker;
    this.offsets = new ShareOffsets(broker);
  }

  @Override
  public DeleteGroupsRequest read(WireReader in, short version) {
    return DeleteGroupsRequest.read(in, version);
  }

  @Override
  public void handle(
      DeleteGroupsRequest request, RequestContext context, Reply<DeleteGroupsResponse> reply) {
    List<String> groups = List.copyOf(new LinkedHashSet<>(request.groupsNames));
    Gather<DeletableGroupResult> gather =
        new Gather<>(
            groups.size(),
            results -> {
              DeleteGroupsResponse response = new DeleteGroupsResponse();
              response.results.addAll(results);
              reply.send(response);
            });
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      if (!broker.authorizations().allowOnGroup(context, AclOperation.DELETE, groups.get(i))) {
        gather.arrived(number, result(groups.get(i), ErrorCode.GROUP_AUTHORIZATION_FAILED, null));
        continue;
      }
      delete(groups.get(i), result -> gather.arrived(number, result));
    }
  }

  /// The states of a share group go first: a group that is gone must not leave any behind.
  private void delete(String group, Consumer<DeletableGroupResult> done) {
    offsets.deleteAll(
        group,
        error -> {
          if (error == ErrorCode.NONE) {
            broker
                .groups()
                .submit(new DeleteGroup(group, new io.tidepost.coordinator.runtime.Reply<>(done)));
          } else {
            done.accept(result(group, error, error.message()));
          }
        });
  }

  @Override
  public DeleteGroupsResponse error(
      DeleteGroupsRequest request, short version, ErrorCode error, @Nullable String message) {
    DeleteGroupsResponse response = new DeleteGroupsResponse();
    for (String group : new LinkedHashSet<>(request.groupsNames)) {
      response.results.add(result(group, error, message));
    }
    return response;
  }

  private static DeletableGroupResult result(
      String group, ErrorCode error, @Nullable String message) {
    DeletableGroupResult result = new DeletableGroupResult();
    result.groupId = group;
    result.errorCode = error.code();
    result.errorMessage = message;
    return result;
  }
}
