package io.tidepost.broker.api.controller;

import io.tidepost.broker.Log;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.RegisterBroker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.BrokerRegistrationRequest;
import io.tidepost.wire.message.BrokerRegistrationResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A broker registers (KIP-631).
final class BrokerRegistrationHandler
    extends NodeApiHandler<BrokerRegistrationRequest, BrokerRegistrationResponse> {

  private static final Log LOG = Log.of(BrokerRegistrationHandler.class);

  BrokerRegistrationHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public BrokerRegistrationRequest read(WireReader in, short version) {
    return BrokerRegistrationRequest.read(in, version);
  }

  @Override
  public void serve(BrokerRegistrationRequest request, Reply<BrokerRegistrationResponse> reply) {
    if (!request.clusterId.equals(context.clusterId())) {
      LOG.warn(
          "refused broker {}: it belongs to the cluster {}, this is {}",
          request.brokerId,
          request.clusterId,
          context.clusterId());
      reply.send(refusal(ErrorCode.INCONSISTENT_CLUSTER_ID));
      return;
    }
    Map<String, VersionRange> features = new HashMap<>();
    for (var feature : request.features) {
      features.put(
          feature.name, new VersionRange(feature.minSupportedVersion, feature.maxSupportedVersion));
    }
    context
        .controller()
        .submitHere(
            new RegisterBroker(
                request.brokerId,
                request.incarnationId,
                request.listeners.stream()
                    .map(each ->
                        new Endpoint(each.name, each.host, each.port, each.securityProtocol))
                    .toList(),
                features,
                request.rack,
                request.logDirs,
                request.previousBrokerEpoch,
                false),
            (outcome, failure) -> reply.send(response(request, outcome, failure)));
  }

  private static BrokerRegistrationResponse response(
      BrokerRegistrationRequest request,
      RegisterBroker.@Nullable Outcome outcome,
      @Nullable Failure failure) {
    Failure why = outcome == null ? failure : outcome.failure();
    if (why != null || outcome == null) {
      if (why != null && why.error() != ErrorCode.NOT_CONTROLLER) {
        LOG.warn("refused broker {}: {} ({})", request.brokerId, why.message(), why.error());
      }
      return refusal(why == null ? ErrorCode.UNKNOWN_SERVER_ERROR : why.error());
    }
    var response = new BrokerRegistrationResponse();
    response.brokerEpoch = outcome.brokerEpoch();
    return response;
  }

  private static BrokerRegistrationResponse refusal(ErrorCode error) {
    var response = new BrokerRegistrationResponse();
    response.errorCode = error.code();
    return response;
  }

  @Override
  public BrokerRegistrationResponse error(
      BrokerRegistrationRequest request, short version, ErrorCode error, @Nullable String message) {
    return refusal(error);
  }
}
