package io.tidepost.broker.api;

import io.tidepost.base.Uuid;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.broker.telemetry.TelemetryManager;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.compression.Compression;
import io.tidepost.wire.message.GetTelemetrySubscriptionsRequest;
import io.tidepost.wire.message.GetTelemetrySubscriptionsResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GetTelemetrySubscriptions (71), version 0: tells a client which of its metrics to push, and how
/// often (KIP-714). As in Kafka, anybody may ask.
final class GetTelemetrySubscriptionsHandler
    implements ApiHandler<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> {

  /// Best first.
  private static final List<Byte> CODECS =
      List.of(
          (byte) Compression.ZSTD.id(),
          (byte) Compression.LZ4.id(),
          (byte) Compression.GZIP.id(),
          (byte) Compression.SNAPPY.id());

  private final BrokerContext context;

  GetTelemetrySubscriptionsHandler(BrokerContext context) {
    this.context = context;
  }

  @Override
  public GetTelemetrySubscriptionsRequest read(WireReader in, short version) {
    return GetTelemetrySubscriptionsRequest.read(in, version);
  }

  @Override
  public boolean keepsRequest() {
    return false;
  }

  @Override
  public void handle(
      GetTelemetrySubscriptionsRequest request,
      RequestContext caller,
      Reply<GetTelemetrySubscriptionsResponse> reply) {
    TelemetryManager manager = context.telemetry().manager();
    TelemetryManager.Order order = manager.order(request.clientInstanceId, caller);
    forgetWith(manager, order.instanceId(), reply);
    var response = new GetTelemetrySubscriptionsResponse();
    response.clientInstanceId = order.instanceId();
    response.subscriptionId = order.subscriptionId();
    response.acceptedCompressionTypes = CODECS;
    response.pushIntervalMs = order.intervalMillis();
    response.telemetryMaxBytes = context.telemetry().bytesMax();
    response.deltaTemporality = true;
    response.requestedMetrics = order.metrics();
    reply.send(response);
  }

  /// The client is forgotten when its connection is closed.
  static void forgetWith(TelemetryManager manager, Uuid instanceId, Reply<?> reply) {
    reply.whenConnectionClosed(TelemetryManager.class, () -> manager.closed(instanceId));
  }

  @Override
  public GetTelemetrySubscriptionsResponse error(
      GetTelemetrySubscriptionsRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    var response = new GetTelemetrySubscriptionsResponse();
    response.errorCode = error.code();
    return response;
  }
}
