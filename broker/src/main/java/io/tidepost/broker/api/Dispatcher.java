package io.tidepost.broker.api;

import io.tidepost.broker.api.ApiRegistry.ServedApi;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.broker.net.FrameException;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.RequestService;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.message.RequestHeader;
import java.nio.ByteBuffer;

/// Reads the header of each request and finds its handler. A request that names an API or a version
/// that is not served closes its connection, as Kafka does, except ApiVersions: a client that is
/// too new for us gets version 0 with the list of what we speak (KIP-511). Any loop.
public final class Dispatcher implements RequestService {

  /// API key, version, correlation id.
  private static final int HEADER_BYTES_MIN = 8;

  private final ApiRegistry registry;
  private final boolean forwarding;

  /// For listeners of brokers.
  public Dispatcher(ApiRegistry registry) {
    this(registry, true);
  }

  /// @param forwarding whether what is for the controller is passed on while that is another node;
  ///   a controller's own listener says instead that it is not the active one
  public Dispatcher(ApiRegistry registry, boolean forwarding) {
    this.forwarding = forwarding;
    this.registry = registry;
  }

  @Override
  public Exchange open(Frame frame, ConnectionInfo connection) {
    Gate gate = connection.gate();
    if (gate != null) {
      Exchange guarded = gate.open(frame);
      if (guarded != null) {
        return guarded;
      }
    }
    ByteBuffer bytes = frame.bytes();
    if (bytes.remaining() < HEADER_BYTES_MIN) {
      throw new FrameException(
          "sent a request of " + bytes.remaining() + " bytes, too short for a header");
    }
    short apiKey = bytes.getShort(bytes.position());
    short version = bytes.getShort(bytes.position() + Short.BYTES);
    ApiKey api = ApiKey.of(apiKey);
    ServedApi served = registry.find(apiKey);
    if (api == null || served == null) {
      throw new FrameException("asked for API " + describe(apiKey) + ", which is not served here");
    }
    boolean supported = version >= served.lowestVersion() && version <= served.highestVersion();
    if (!supported && api != ApiKey.API_VERSIONS) {
      throw new FrameException(
          "asked for version %d of API %s, served are %d to %d"
              .formatted(
                  version, describe(apiKey), served.lowestVersion(), served.highestVersion()));
    }
    ByteBuffer whole = bytes.duplicate();
    WireReader in = connection.reader();
    in.reset(bytes);
    RequestHeader header = header(in, api, supported ? version : 0);
    connection.requested(header.clientId);
    RequestContext context =
        new RequestContext(
            apiKey,
            supported ? version : 0,
            header.correlationId,
            header.clientId,
            connection.identity().principal(),
            connection.identity().tokenAuthenticated(),
            connection.securityProtocol(),
            connection.listener(),
            connection.id(),
            connection.clientAddress(),
            connection.clientSoftwareName(),
            connection.clientSoftwareVersion(),
            connection.loop(),
            connection.identity().custom());
    if (api == ApiKey.API_VERSIONS) {
      return new ApiVersionsExchange(frame, registry, context, in, supported, connection);
    }
    if (forwarding && registry.context().cluster().forwards() && Forwarding.isForwarded(apiKey)) {
      return forward(frame, whole, context, api, in);
    }
    return exchange(frame, context, api, in);
  }

  /// Passes a request on to the active controller, unless it is about this node alone.
  @SuppressWarnings("unchecked") // what a handler reads is what it handles
  private Exchange forward(
      Frame frame, ByteBuffer whole, RequestContext context, ApiKey api, WireReader in) {
    var handler = (ApiHandler<Message, Message>) registry.handler(context.apiKey());
    int bodyPosition = in.position();
    ByteBuffer body = whole.duplicate().position(bodyPosition);
    if (api == ApiKey.INCREMENTAL_ALTER_CONFIGS
        && LoggerLevels.areMeant(body, context.apiVersion())) {
      return exchange(frame, context, api, in);
    }
    return new ForwardExchange<>(
        frame,
        whole,
        bodyPosition - whole.position(),
        handler,
        context,
        api,
        registry.context().cluster().channel());
  }

  @SuppressWarnings("unchecked") // what a handler reads is what it handles
  private Exchange exchange(Frame frame, RequestContext context, ApiKey api, WireReader in) {
    var handler = (ApiHandler<Message, Message>) registry.handler(context.apiKey());
    return new RequestExchange<>(frame, handler, context, api, in, registry.context().quotas());
  }

  private static RequestHeader header(WireReader in, ApiKey api, short version) {
    try {
      return RequestHeader.read(in, api.requestHeaderVersion(version));
    } catch (WireException e) {
      throw new FrameException("sent a request header that cannot be read: " + e.getMessage());
    }
  }

  private static String describe(short apiKey) {
    ApiKey api = ApiKey.of(apiKey);
    return api == null ? String.valueOf(apiKey) : api.apiName() + " (" + apiKey + ")";
  }
}
