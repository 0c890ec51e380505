package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.Reply;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.BrokerHeartbeat;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.BrokerHeartbeatRequest;
import io.tidepost.wire.message.BrokerHeartbeatResponse;
import org.jspecify.annotations.Nullable;

/// A broker says that it lives (KIP-631). When the connection that it says so on is closed, it is
/// looked at whether it still does.
final class BrokerHeartbeatHandler
    extends NodeApiHandler<BrokerHeartbeatRequest, BrokerHeartbeatResponse> {

  BrokerHeartbeatHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public BrokerHeartbeatRequest read(WireReader in, short version) {
    return BrokerHeartbeatRequest.read(in, version);
  }

  @Override
  public void serve(BrokerHeartbeatRequest request, Reply<BrokerHeartbeatResponse> reply) {
    int brokerId = request.brokerId;
    long brokerEpoch = request.brokerEpoch;
    reply.whenConnectionClosed(
        BrokerHeartbeatHandler.class,
        request.wantShutDown
            ? null
            : () -> context.cluster().connectionLost(brokerId, brokerEpoch));
    context
        .controller()
        .submitHere(
            new BrokerHeartbeat(
                brokerId,
                brokerEpoch,
                request.currentMetadataOffset,
                request.wantFence,
                request.wantShutDown,
                request.offlineLogDirs,
                request.cordonedLogDirs),
            (outcome, failure) -> reply.send(response(outcome, failure)));
  }

  private static BrokerHeartbeatResponse response(
      BrokerHeartbeat.@Nullable Outcome outcome, @Nullable Failure failure) {
    var response = new BrokerHeartbeatResponse();
    Failure why = outcome == null ? failure : outcome.failure();
    if (why != null || outcome == null) {
      response.errorCode = (why == null ? ErrorCode.UNKNOWN_SERVER_ERROR : why.error()).code();
      return response;
    }
    response.isCaughtUp = outcome.isCaughtUp();
    response.isFenced = outcome.isFenced();
    response.shouldShutDown = outcome.shouldShutDown();
    return response;
  }

  @Override
  public BrokerHeartbeatResponse error(
      BrokerHeartbeatRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new BrokerHeartbeatResponse();
    response.errorCode = error.code();
    return response;
  }
}
