package io.tidepost.broker.server;

import io.tidepost.base.Uuid;
import io.tidepost.broker.Log;
import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerRequest;
import io.tidepost.broker.net.Loop;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.quorum.QuorumVoter;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.ControllerRegistrationRequest;
import io.tidepost.wire.message.ControllerRegistrationResponse;
import org.jspecify.annotations.Nullable;

/// Tells the active controller of this node's controller, once after each start: where it is, and
/// which features it can live with (KIP-919).
final class ControllerPresence {

  private static final Log LOG = Log.of(ControllerPresence.class);
  private static final int MILLIS_MAX = 30_000;
  private static final long PAUSE_MILLIS = 1000;

  private final ControllerChannel channel;
  private final Loop loop;
  private final ServerOptions server;
  private final @Nullable QuorumVoter self;
  private final Uuid incarnation;

  /// @param self this node as a voter
  /// @param incarnation of the process
  ControllerPresence(
      ControllerChannel channel,
      Loop loop,
      ServerOptions server,
      @Nullable QuorumVoter self,
      Uuid incarnation) {
    this.channel = channel;
    this.loop = loop;
    this.server = server;
    this.self = self;
    this.incarnation = incarnation;
  }

  void announce() {
    channel.send(
        new ControllerRequest<>(
            request(),
            0,
            0,
            ControllerRegistrationResponse.class,
            ControllerRegistrationResponse::read,
            response -> response.errorCode,
            MILLIS_MAX),
        (response, failure) -> {
          if (response == null) {
            loop.schedule(PAUSE_MILLIS, this::announce);
          } else if (response.errorCode != 0) {
            LOG.warn(
                "the active controller does not register this one: {} ({})",
                ErrorCode.of(response.errorCode),
                response.errorMessage);
          }
        });
  }

  private ControllerRegistrationRequest request() {
    var request = new ControllerRegistrationRequest();
    request.controllerId = server.nodeId();
    request.incarnationId = incarnation;
    Listener first = server.cluster().controllerListeners().getFirst();
    for (Listener listener : server.cluster().controllerListeners()) {
      boolean voting = self != null && listener.equals(first);
      var told = new ControllerRegistrationRequest.Listener();
      told.name = listener.name();
      told.host = voting && self != null ? self.host() : listener.host();
      told.port = voting && self != null ? self.port() : listener.port();
      told.securityProtocol = listener.protocolNumber();
      request.listeners.add(told);
    }
    NodeFeatures.SUPPORTED.forEach((name, range) -> {
      var feature = new ControllerRegistrationRequest.Feature();
      feature.name = name;
      feature.minSupportedVersion = range.min();
      feature.maxSupportedVersion = range.max();
      request.features.add(feature);
    });
    return request;
  }
}
