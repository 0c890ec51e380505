package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.classic.Heartbeat;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.HeartbeatRequest;
import io.tidepost.wire.message.HeartbeatResponse;
import org.jspecify.annotations.Nullable;

/// A member says that it is alive.
final class HeartbeatHandler implements ApiHandler<HeartbeatRequest, HeartbeatResponse> {

  private final BrokerContext broker;

  HeartbeatHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public HeartbeatRequest read(WireReader in, short version) {
    return HeartbeatRequest.read(in, version);
  }

  @Override
  public void handle(
      HeartbeatRequest request, RequestContext context, Reply<HeartbeatResponse> reply) {
    broker.authorizations().demandOnGroup(context, AclOperation.READ, request.groupId);
    broker.groups().submit(new Heartbeat(request, GroupRequests.to(reply)));
  }

  @Override
  public HeartbeatResponse error(
      HeartbeatRequest request, short version, ErrorCode error, @Nullable String message) {
    HeartbeatResponse response = new HeartbeatResponse();
    response.errorCode = error.code();
    return response;
  }
}
