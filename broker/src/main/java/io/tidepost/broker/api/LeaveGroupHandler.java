package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.classic.LeaveGroup;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.LeaveGroupRequest;
import io.tidepost.wire.message.LeaveGroupResponse;
import org.jspecify.annotations.Nullable;

/// Members leave a group, several at once since version 3.
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequest, LeaveGroupResponse> {

  private static final short BATCHED_VERSION = 3;

  private final BrokerContext broker;

  LeaveGroupHandler(BrokerContext broker) {
    this.broker = broker;
  }

  @Override
  public LeaveGroupRequest read(WireReader in, short version) {
    return LeaveGroupRequest.read(in, version);
  }

  @Override
  public void handle(
      LeaveGroupRequest request, RequestContext context, Reply<LeaveGroupResponse> reply) {
    broker.authorizations().demandOnGroup(context, AclOperation.READ, request.groupId);
    boolean single = context.apiVersion() < BATCHED_VERSION;
    if (single) {
      LeaveGroupRequest.MemberIdentity member = new LeaveGroupRequest.MemberIdentity();
      member.memberId = request.memberId;
      request.members.add(member);
    }
    broker
        .groups()
        .submit(
            new LeaveGroup(
                request,
                new io.tidepost.coordinator.runtime.Reply<>(
                    response -> reply.send(single ? flatten(response) : response))));
  }

  /// The answer about the one member becomes the answer about the request.
  private static LeaveGroupResponse flatten(LeaveGroupResponse response) {
    LeaveGroupResponse flat = new LeaveGroupResponse();
    boolean well = response.errorCode == 0 && !response.members.isEmpty();
    flat.errorCode = well ? response.members.get(0).errorCode : response.errorCode;
    return flat;
  }

  @Override
  public LeaveGroupResponse error(
      LeaveGroupRequest request, short version, ErrorCode error, @Nullable String message) {
    LeaveGroupResponse response = new LeaveGroupResponse();
    response.errorCode = error.code();
    return response;
  }
}
