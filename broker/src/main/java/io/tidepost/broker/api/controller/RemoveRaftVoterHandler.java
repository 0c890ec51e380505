package io.tidepost.broker.api.controller;

import io.tidepost.base.Uuid;
import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.cluster.ClusterView;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.RemoveRaftVoterRequest;
import io.tidepost.wire.message.RemoveRaftVoterResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A controller votes no more (KIP-853).
public final class RemoveRaftVoterHandler
    implements ApiHandler<RemoveRaftVoterRequest, RemoveRaftVoterResponse> {

  private final BrokerContext context;

  public RemoveRaftVoterHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public RemoveRaftVoterRequest read(WireReader in, short version) {
    return RemoveRaftVoterRequest.read(in, version);
  }

  @Override
  public void handle(
      RemoveRaftVoterRequest request, RequestContext caller, Reply<RemoveRaftVoterResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER);
    Voters.checkCluster(context, request.clusterId);
    context
        .cluster()
        .changeVoters(
            now -> without(now, request.voterId, request.voterDirectoryId),
            failure -> reply.send(response(failure)));
  }

  private static List<QuorumVoter> without(List<QuorumVoter> now, int id, Uuid directoryId)
      throws ClusterView.RefusedChange {
    List<QuorumVoter> result = new ArrayList<>(now);
    boolean found =
        result.removeIf(voter -> voter.id() == id && voter.directoryId().equals(directoryId));
    if (!found) {
      throw new ClusterView.RefusedChange(
          new Failure(
              ErrorCode.VOTER_NOT_FOUND,
              "Cannot remove voter ReplicaKey(id="
                  + id
                  + ", directoryId="
                  + directoryId
                  + ") from the set of voters "
                  + now.stream().map(QuorumVoter::id).toList()));
    }
    if (result.isEmpty()) {
      throw new ClusterView.RefusedChange(
          new Failure(ErrorCode.INVALID_REQUEST, "The last voter cannot be removed"));
    }
    return result;
  }

  private static RemoveRaftVoterResponse response(@Nullable Failure failure) {
    var response = new RemoveRaftVoterResponse();
    response.errorCode = Failure.code(failure);
    response.errorMessage = failure == null ? null : failure.message();
    return response;
  }

  @Override
  public RemoveRaftVoterResponse error(
      RemoveRaftVoterRequest request, short version, ErrorCode error, @Nullable String message) {
    return response(new Failure(error, message == null ? error.message() : message));
  }
}
