package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.classic.JoinGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.JoinGroupRequest;
import io.tidepost.wire.message.JoinGroupResponse;
import org.jspecify.annotations.Nullable;

/// A member joins a group. The answer waits for the other members.
final class JoinGroupHandler implements ApiHandler<JoinGroupRequest, JoinGroupResponse> {

  /// Before this version the protocol name cannot be null.
  private static final short NULLABLE_PROTOCOL_VERSION = 7;

  private final BrokerContext broker;

  JoinGroupHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public JoinGroupRequest read(WireReader in, short version) {
    return JoinGroupRequest.read(in, version);
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public void handle(
      JoinGroupRequest request, RequestContext context, Reply<JoinGroupResponse> reply) {
    broker.authorizations().demandOnGroup(context, AclOperation.READ, request.groupId);
    short version = context.apiVersion();
    var answer =
        new io.tidepost.coordinator.runtime.Reply<JoinGroupResponse>(
            response -> reply.send(fit(response, version)));
    broker.groups().submit(new JoinGroup(request, GroupRequests.client(context), answer));
  }

  private static JoinGroupResponse fit(JoinGroupResponse response, short version) {
    if (response.protocolName == null && version < NULLABLE_PROTOCOL_VERSION) {
      response.protocolName = "";
    }
    return response;
  }

  @Override
  public JoinGroupResponse error(
      JoinGroupRequest request, short version, ErrorCode error, @Nullable String message) {
    JoinGroupResponse response = new JoinGroupResponse();
    response.errorCode = error.code();
    response.memberId = request.memberId;
    response.protocolName = null;
    return fit(response, version);
  }
}
