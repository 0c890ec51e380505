package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.server.QuorumDescription;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeClusterRequest;
import io.tidepost.wire.message.DescribeClusterResponse;
import org.jspecify.annotations.Nullable;

/// DescribeCluster as a controller answers it (KIP-919): the cluster's controllers.
final class DescribeControllersHandler
    implements ApiHandler<DescribeClusterRequest, DescribeClusterResponse> {

  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final BrokerContext context;

  DescribeControllersHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeClusterRequest read(WireReader in, short version) {
    return DescribeClusterRequest.read(in, version);
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      DescribeClusterRequest request, RequestContext caller, Reply<DescribeClusterResponse> reply) {
    if (request.endpointType == BROKERS) {
      throw new ApiException(
          ErrorCode.MISMATCHED_ENDPOINT_TYPE,
          "The request was sent to an endpoint of type CONTROLLER, but we wanted an endpoint of"
              + " type BROKER");
    }
    if (request.endpointType != CONTROLLERS) {
      throw new ApiException(
          ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
          "Unsupported endpoint type " + (int) request.endpointType);
    }
    int operations =
        request.includeClusterAuthorizedOperations
            ? context.authorizations().clusterOperations(caller)
            : Integer.MIN_VALUE;
    context.controller().describeQuorum(quorum -> reply.send(response(quorum, operations)));
  }

  private DescribeClusterResponse response(QuorumDescription quorum, int operations) {
    var response = new DescribeClusterResponse();
    response.endpointType = CONTROLLERS;
    response.clusterId = context.clusterId();
    response.controllerId = quorum.leaderId();
    response.clusterAuthorizedOperations = operations;
    for (QuorumDescription.Voter voter : quorum.voters()) {
      if (!voter.host().isEmpty()) {
        var node = new DescribeClusterResponse.DescribeClusterBroker();
        node.brokerId = voter.id();
        node.host = voter.host();
        node.port = voter.port();
        response.brokers.add(node);
      }
    }
    return response;
  }

  @Override
  public DescribeClusterResponse error(
      DescribeClusterRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DescribeClusterResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    if (version >= 1) {
      response.endpointType = CONTROLLERS;
    }
    return response;
  }
}
