package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.share.ShareGroupHeartbeat;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.acl.ResourceType;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ShareGroupHeartbeatRequest;
import io.tidepost.wire.message.ShareGroupHeartbeatResponse;
import org.jspecify.annotations.Nullable;

/// ShareGroupHeartbeat (76): a member joins a share group, stays in it or leaves it (KIP-932).
final class ShareGroupHeartbeatHandler
    implements ApiHandler<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> {

  private final BrokerContext broker;

  ShareGroupHeartbeatHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public ShareGroupHeartbeatRequest read(WireReader in, short version) {
    return ShareGroupHeartbeatRequest.read(in, version);
  }

  @Override
  public void handle(
      ShareGroupHeartbeatRequest request,
      RequestContext context,
      Reply<ShareGroupHeartbeatResponse> reply) {
    broker.authorizations().demand(context, AclOperation.READ, ResourceType.GROUP, request.groupId);
    if (request.subscribedTopicNames != null) {
      for (String topic : request.subscribedTopicNames) {
        broker.authorizations().demand(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic);
      }
    }
    broker
        .groups()
        .submit(
            new ShareGroupHeartbeat(
                request,
                GroupRequests.client(context),
                new io.tidepost.coordinator.runtime.Reply<>(
                    result -> answer(request, context, result, reply))));
  }

  /// A member hears of its share partitions once they can be fetched.
  private void answer(
      ShareGroupHeartbeatRequest request,
      RequestContext context,
      ShareGroupHeartbeat.Result result,
      Reply<ShareGroupHeartbeatResponse> reply) {
    if (result.initializing().isEmpty()) {
      reply.send(result.response());
      return;
    }
    broker
        .shareCoordinators()
        .maker()
        .make(
            request.groupId,
            result.initializing(),
            made ->
                reply.send(
                    made
                        ? result.response()
                        : error(
                            request,
                            context.apiVersion(),
                            ErrorCode.COORDINATOR_NOT_AVAILABLE,
                            null)));
  }

  @Override
  public ShareGroupHeartbeatResponse error(
      ShareGroupHeartbeatRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    ShareGroupHeartbeatResponse response = new ShareGroupHeartbeatResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    return response;
  }
}
