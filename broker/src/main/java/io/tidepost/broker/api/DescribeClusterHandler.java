package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.DescribeClusterRequest;
import io.tidepost.wire.message.DescribeClusterResponse;
import io.tidepost.wire.message.DescribeClusterResponse.DescribeClusterBroker;
import org.jspecify.annotations.Nullable;

/// DescribeCluster (60), versions 0 to 2: the cluster's id and its brokers, as seen from the
/// listener the client came in by (KIP-700, KIP-919).
final class DescribeClusterHandler
    implements ApiHandler<DescribeClusterRequest, DescribeClusterResponse> {

  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final BrokerContext context;

  DescribeClusterHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public DescribeClusterRequest read(WireReader in, short version) {
    return DescribeClusterRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      DescribeClusterRequest request, RequestContext caller, Reply<DescribeClusterResponse> reply) {
    if (request.endpointType == CONTROLLERS) {
      throw new ApiException(
          ErrorCode.MISMATCHED_ENDPOINT_TYPE,
          "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type"
              + " CONTROLLER");
    }
    if (request.endpointType != BROKERS) {
      throw new ApiException(
          ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
          "Unsupported endpoint type " + (int) request.endpointType);
    }
    var response = new DescribeClusterResponse();
    response.clusterId = context.clusterId();
    response.controllerId = Controllers.shown(context);
    for (Broker broker : context.image().brokers().values()) {
      Endpoint endpoint = context.endpoint(broker, caller.listener());
      if (endpoint != null && (!broker.fenced() || request.includeFencedBrokers)) {
        response.brokers.add(broker(broker, endpoint));
      }
    }
    if (request.includeClusterAuthorizedOperations) {
      response.clusterAuthorizedOperations = context.authorizations().clusterOperations(caller);
    }
    reply.send(response);
  }

  private static DescribeClusterBroker broker(Broker broker, Endpoint endpoint) {
    var result = new DescribeClusterBroker();
    result.brokerId = broker.id();
    result.host = endpoint.host();
    result.port = endpoint.port();
    result.rack = broker.rack();
    result.isFenced = broker.fenced();
    return result;
  }

  @Override
  public DescribeClusterResponse error(
      DescribeClusterRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new DescribeClusterResponse();
    response.errorCode = error.code();
    response.errorMessage = message == null ? error.message() : message;
    if (version >= 1) {
      response.endpointType = BROKERS;
    }
    return response;
  }
}
