package io.tidepost.broker.api.controller;

import io.tidepost.broker.api.Reply;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.RegisterController;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.ControllerRegistrationRequest;
import io.tidepost.wire.message.ControllerRegistrationResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A controller registers (KIP-919): where it is reached, and what it can live with.
final class ControllerRegistrationHandler
    extends NodeApiHandler<ControllerRegistrationRequest, ControllerRegistrationResponse> {

  ControllerRegistrationHandler(BrokerContext context) {
    super(context);
  }

  @Override
  public ControllerRegistrationRequest read(WireReader in, short version) {
    return ControllerRegistrationRequest.read(in, version);
  }

  @Override
  public void serve(
      ControllerRegistrationRequest request, Reply<ControllerRegistrationResponse> reply) {
    Map<String, VersionRange> features = new HashMap<>();
    for (var feature : request.features) {
      features.put(
          feature.name, new VersionRange(feature.minSupportedVersion, feature.maxSupportedVersion));
    }
    context.cluster().controllerStarted(request.controllerId);
    context
        .controller()
        .submitHere(
            new RegisterController(
                request.controllerId,
                request.incarnationId,
                request.listeners.stream()
                    .map(each ->
                        new Endpoint(each.name, each.host, each.port, each.securityProtocol))
                    .toList(),
                features),
            (outcome, failure) -> {
              Failure why = outcome == null ? failure : outcome.failure();
              reply.send(response(why));
            });
  }

  private static ControllerRegistrationResponse response(@Nullable Failure why) {
    var response = new ControllerRegistrationResponse();
    response.errorCode = Failure.code(why);
    response.errorMessage = why == null ? null : why.message();
    return response;
  }

  @Override
  public ControllerRegistrationResponse error(
      ControllerRegistrationRequest request,
      short version,
      ErrorCode error,
      @Nullable String message) {
    return response(new Failure(error, message == null ? error.message() : message));
  }
}
