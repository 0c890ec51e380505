package io.tidepost.broker.api;

import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.telemetry.ClientTelemetry;
import io.tidepost.broker.telemetry.TelemetryManager.Accepted;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.PushTelemetryRequest;
import io.tidepost.wire.message.PushTelemetryResponse;
import org.jspecify.annotations.Nullable;

/// PushTelemetry (72), version 0: takes a client's metrics (KIP-714). As in Kafka, anybody may push
/// who has asked what to.
final class PushTelemetryHandler
    implements ApiHandler<PushTelemetryRequest, PushTelemetryResponse> {

  private final BrokerContext context;

  PushTelemetryHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public PushTelemetryRequest read(WireReader in, short version) {
    return PushTelemetryRequest.read(in, version);
  }

  @Override
  public void handle(
      PushTelemetryRequest request, RequestContext caller, Reply<PushTelemetryResponse> reply) {
    ClientTelemetry telemetry = context.telemetry();
    Accepted accepted = telemetry.manager().accept(request, caller, telemetry.bytesMax());
    GetTelemetrySubscriptionsHandler.forgetWith(
        telemetry.manager(), request.clientInstanceId, reply);
    if (!request.metrics.hasRemaining()) {
      reply.send(new PushTelemetryResponse());
      return;
    }
    telemetry.take(
        accepted,
        request,
        caller,
        error -> {
          var response = new PushTelemetryResponse();
          response.errorCode = error.code();
          reply.send(response);
        });
  }

  @Override
  public PushTelemetryResponse error(
      PushTelemetryRequest request, short version, ErrorCode error, @Nullable String message) {
    var response = new PushTelemetryResponse();
    response.errorCode = error.code();
    return response;
  }
}
