package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.classic.SyncGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.SyncGroupRequest;
import io.tidepost.wire.message.SyncGroupResponse;
import org.jspecify.annotations.Nullable;

/// A member asks for its assignment. The answer waits for the leader's.
final class SyncGroupHandler implements ApiHandler<SyncGroupRequest, SyncGroupResponse> {

  /// From this version on the protocol must be named (KIP-559).
  private static final short PROTOCOL_VERSION = 5;

  private final BrokerContext broker;

  SyncGroupHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public SyncGroupRequest read(WireReader in, short version) {
    return SyncGroupRequest.read(in, version);
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public void handle(
      SyncGroupRequest request, RequestContext context, Reply<SyncGroupResponse> reply) {
    boolean unnamed = request.protocolType == null || request.protocolName == null;
    if (unnamed && context.apiVersion() >= PROTOCOL_VERSION) {
      throw new ApiException(
          ErrorCode.INCONSISTENT_GROUP_PROTOCOL, "protocol type and name must be given");
    }
    broker.authorizations().demandOnGroup(context, AclOperation.READ, request.groupId);
    broker.groups().submit(new SyncGroup(request, GroupRequests.to(reply)));
  }

  @Override
  public SyncGroupResponse error(
      SyncGroupRequest request, short version, ErrorCode error, @Nullable String message) {
    SyncGroupResponse response = new SyncGroupResponse();
    response.errorCode = error.code();
    return response;
  }
}
