package io.tidepost.broker.api;

import io.tidepost.broker.Log;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.acl.AclOperation;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.EnvelopeRequest;
import io.tidepost.wire.message.EnvelopeResponse;
import io.tidepost.wire.message.RequestHeader;
import io.tidepost.wire.record.DefaultPrincipalData;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Serves a request that another broker forwards for a client (KIP-590), by the same handler and
/// for the same principal as if the client had come here itself.
public final class EnvelopeHandler implements ApiHandler<EnvelopeRequest, EnvelopeResponse> {

  private static final Log LOG = Log.of(EnvelopeHandler.class);

  private final BrokerContext context;
  private final ApiRegistry registry;

  /// @param registry what the controller serves
  public EnvelopeHandler(BrokerContext context, ApiRegistry registry) {
    this.context = context;
    this.registry = registry;
  }

  @Override
  public EnvelopeRequest read(WireReader in, short version) {
    return EnvelopeRequest.read(in, version);
  }

  @Override
  public boolean pipelined() {
    return true;
  }

  @Override
  public void handle(
      EnvelopeRequest envelope, RequestContext caller, Reply<EnvelopeResponse> reply) {
    context.authorizations().demandOnCluster(caller, AclOperation.CLUSTER_ACTION);
    if (!context.cluster().leadership().isHere()) {
      reply.send(refusal(ErrorCode.NOT_CONTROLLER));
      return;
    }
    serve(envelope, caller, reply);
  }

  /// Serves an envelope of a sender who may send it, this node itself among them.
  public void serve(
      EnvelopeRequest envelope, RequestContext caller, Reply<EnvelopeResponse> reply) {
    try {
      open(envelope, caller, reply);
    } catch (WireException e) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private void open(
      EnvelopeRequest envelope, RequestContext caller, Reply<EnvelopeResponse> reply) {
    ByteBuffer bytes = envelope.requestData;
    short apiKey = new WireReader(bytes.duplicate()).readInt16();
    ApiKey api = ApiKey.of(apiKey);
    ApiRegistry.ServedApi served = registry.find(apiKey);
    if (api == null || served == null || !Forwarding.isForwarded(apiKey)) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "Requests of API " + apiKey + " are not forwarded");
    }
    short version = bytes.getShort(bytes.position() + Short.BYTES);
    if (version < served.lowestVersion() || version > served.highestVersion()) {
      throw new ApiException(
          ErrorCode.UNSUPPORTED_VERSION, ErrorCode.UNSUPPORTED_VERSION.message());
    }
    WireReader in = new WireReader(bytes.duplicate());
    RequestHeader header = RequestHeader.read(in, api.requestHeaderVersion(version));
    serve(api, inner(envelope, caller, header, version), in, reply);
  }

  private static RequestContext inner(
      EnvelopeRequest envelope, RequestContext caller, RequestHeader header, short version) {
    ByteBuffer principalBytes = envelope.requestPrincipal;
    DefaultPrincipalData principal =
        principalBytes == null ? anonymous() : Forwarding.principal(principalBytes);
    return new RequestContext(
        header.requestApiKey,
        version,
        header.correlationId,
        header.clientId,
        principal.type + ":" + principal.name,
        principal.tokenAuthenticated,
        caller.securityProtocol(),
        caller.listener(),
        caller.connectionId(),
        address(envelope.clientHostAddress),
        caller.clientSoftwareName(),
        caller.clientSoftwareVersion(),
        caller.loop());
  }

  private static DefaultPrincipalData anonymous() {
    var data = new DefaultPrincipalData();
    data.type = "User";
    data.name = "ANONYMOUS";
    return data;
  }

  private static InetAddress address(ByteBuffer bytes) {
    byte[] address = new byte[bytes.remaining()];
    bytes.duplicate().get(address);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "The client's address has " + address.length + " bytes");
    }
  }

  @SuppressWarnings("unchecked") // what a handler reads is what it handles
  private void serve(
      ApiKey api, RequestContext inner, WireReader in, Reply<EnvelopeResponse> reply) {
    var handler = (ApiHandler<Message, Message>) registry.handler(inner.apiKey());
    Message request = handler.read(in, inner.apiVersion());
    var answering = new Answering(api, inner, handler, request, reply);
    try {
      handler.handle(request, inner, answering);
    } catch (RuntimeException e) {
      answering.fail(e);
    }
  }

  /// Puts the answer of the handler into an envelope.
  private record Answering(
      ApiKey api,
      RequestContext inner,
      ApiHandler<Message, Message> handler,
      Message request,
      Reply<EnvelopeResponse> reply,
      AtomicBoolean answered)
      implements Reply<Message> {

    Answering(
        ApiKey api,
        RequestContext inner,
        ApiHandler<Message, Message> handler,
        Message request,
        Reply<EnvelopeResponse> reply) {
      this(api, inner, handler, request, reply, new AtomicBoolean());
    }

    @Override
    public void send(Message response) {
      if (answered.getAndSet(true)) {
        return;
      }
      WireWriter out = new WireWriter();
      out.writeInt32(inner.correlationId());
      if (api.responseHeaderVersion(inner.apiVersion()) >= 1) {
        out.writeTags(null);
      }
      response.write(out, inner.apiVersion());
      var envelope = new EnvelopeResponse();
      envelope.responseData = out.toBuffer();
      reply.send(envelope);
    }

    @Override
    public void fail(Throwable cause) {
      if (ApiErrors.isFault(cause)) {
        LOG.error("a forwarded {} request failed", api.apiName(), cause);
      }
      send(
          handler.error(
              request, inner.apiVersion(), ApiErrors.errorOf(cause), ApiErrors.messageOf(cause)));
    }

    @Override
    public void sendNothing() {
      fail(new IllegalStateException("a forwarded request without an answer"));
    }

    @Override
    public void close(String reason) {
      fail(new ApiException(ErrorCode.INVALID_REQUEST, reason));
    }

    @Override
    public void whenDisconnected(Runnable action) {
      reply.whenDisconnected(action);
    }
  }

  private static EnvelopeResponse refusal(ErrorCode error) {
    var response = new EnvelopeResponse();
    response.errorCode = error.code();
    return response;
  }

  @Override
  public EnvelopeResponse error(
      EnvelopeRequest request, short version, ErrorCode error, @Nullable String message) {
    return refusal(error);
  }
}
