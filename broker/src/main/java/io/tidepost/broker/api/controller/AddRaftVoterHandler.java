package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiException;
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
import io.tidepost.wire.message.AddRaftVoterRequest;
import io.tidepost.wire.message.AddRaftVoterResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A controller that follows the metadata begins to vote on it (KIP-853).
public final class AddRaftVoterHandler
    implements ApiHandler<AddRaftVoterRequest, AddRaftVoterResponse> {

  private final BrokerContext context;

  public AddRaftVoterHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public AddRaftVoterRequest read(WireReader in, short version) {
    return AddRaftVoterRequest.read(in, version);
  }

  @Override
  public void handle(
      AddRaftVoterRequest request, RequestContext caller, Reply<AddRaftVoterResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.ALTER);
    Voters.checkCluster(context, request.clusterId);
    if (request.voterId < 0 || request.listeners.isEmpty()) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "A voter needs a node id and the address of its controller");
    }
    AddRaftVoterRequest.Listener listener = request.listeners.getFirst();
    var voter =
        new QuorumVoter(request.voterId, request.voterDirectoryId, listener.host, listener.port);
    context
        .cluster()
        .changeVoters(now -> with(now, voter), failure -> reply.send(response(failure)));
  }

  private static List<QuorumVoter> with(List<QuorumVoter> now, QuorumVoter voter)
      throws ClusterView.RefusedChange {
    for (QuorumVoter known : now) {
      if (known.id() == voter.id()) {
        throw new ClusterView.RefusedChange(
            new Failure(
                ErrorCode.DUPLICATE_VOTER,
                "The voter id for ReplicaKey(id="
                    + voter.id()
                    + ", directoryId="
                    + voter.directoryId()
                    + ") is already part of the set of voters "
                    + now.stream().map(QuorumVoter::id).toList()
                    + "."));
      }
    }
    List<QuorumVoter> result = new ArrayList<>(now);
    result.add(voter);
    return result;
  }

  private static AddRaftVoterResponse response(@Nullable Failure failure) {
    var response = new AddRaftVoterResponse();
    response.errorCode = Failure.code(failure);
    response.errorMessage = failure == null ? null : failure.message();
    return response;
  }

  @Override
  public AddRaftVoterResponse error(
      AddRaftVoterRequest request, short version, ErrorCode error, @Nullable String message) {
    return response(new Failure(error, message == null ? error.message() : message));
  }
}
