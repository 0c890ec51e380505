package io.tidepost.broker.api;

import io.tidepost.broker.cluster.ControllerChannel;
import io.tidepost.broker.cluster.ControllerRequest;
import io.tidepost.broker.net.CallerWords;
import io.tidepost.broker.net.Exchange;
import io.tidepost.broker.net.Frame;
import io.tidepost.wire.ApiKey;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireException;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import io.tidepost.wire.message.EnvelopeRequest;
import io.tidepost.wire.message.EnvelopeResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One request of a client on its way to the active controller and back, as it is.
final class ForwardExchange<Q extends Message, S extends Message> extends Exchange {

  private static final int MILLIS_MAX = 30_000;

  private final ApiHandler<Q, S> handler;
  private final RequestContext context;
  private final ApiKey api;
  private final ControllerChannel channel;
  private final ByteBuffer request;
  private final int bodyPosition;
  private volatile @Nullable ByteBuffer answer;
  private volatile @Nullable S failure;

  /// @param request header and body; copied
  /// @param bodyPosition bytes of the header
  ForwardExchange(
      Frame frame,
      ByteBuffer request,
      int bodyPosition,
      ApiHandler<Q, S> handler,
      RequestContext context,
      ApiKey api,
      ControllerChannel channel) {
    super(frame);
    this.request = ByteBuffer.allocate(request.remaining()).put(request.duplicate()).flip();
    this.bodyPosition = bodyPosition;
    this.handler = handler;
    this.context = context;
    this.api = api;
    this.channel = channel;
  }

  @Override
  public int apiKey() {
    return context.apiKey();
  }

  @Override
  public CallerWords caller() {
    return context.words();
  }

  @Override
  protected boolean exclusive() {
    return !handler.pipelined();
  }

  @Override
  protected void start() {
    releaseFrame();
    var envelope = new EnvelopeRequest();
    envelope.requestData = request;
    envelope.requestPrincipal = Forwarding.principal(context);
    envelope.clientHostAddress = ByteBuffer.wrap(context.clientAddress().getAddress());
    channel.send(
        new ControllerRequest<>(
            envelope,
            0,
            0,
            EnvelopeResponse.class,
            ForwardExchange::readEnvelope,
            response -> response.errorCode,
            MILLIS_MAX),
        this::answered);
  }

  /// The answer in it outlives the receive buffer.
  private static EnvelopeResponse readEnvelope(WireReader in, short version) {
    EnvelopeResponse response = EnvelopeResponse.read(in, version);
    ByteBuffer data = response.responseData;
    if (data != null) {
      response.responseData = ByteBuffer.allocate(data.remaining()).put(data).flip();
    }
    return response;
  }

  private void answered(@Nullable EnvelopeResponse response, @Nullable IOException problem) {
    ByteBuffer data = response == null ? null : response.responseData;
    if (data != null) {
      answer = data;
      complete();
      return;
    }
    ErrorCode error =
        response == null ? ErrorCode.REQUEST_TIMED_OUT : ErrorCode.of(response.errorCode);
    if (error == ErrorCode.CLUSTER_AUTHORIZATION_FAILED) {
      error = ErrorCode.UNKNOWN_SERVER_ERROR; // this node's failure, not the client's
    }
    String message =
        response == null
            ? "The active controller did not answer: "
                + (problem == null ? "no answer" : problem.getMessage())
            : "The active controller does not take what is forwarded to it: "
                + ErrorCode.of(response.errorCode);
    try {
      WireReader in = new WireReader(request.duplicate().position(bodyPosition));
      failure =
          handler.error(
              handler.read(in, context.apiVersion()), context.apiVersion(), error, message);
      complete();
    } catch (WireException e) {
      completeByClosing("sent a request that cannot be read: " + e.getMessage());
    }
  }

  @Override
  protected boolean write(WireWriter out) {
    ByteBuffer data = answer;
    if (data != null) {
      out.writeRaw(data);
      return true;
    }
    S failed = failure;
    if (failed == null) {
      return false;
    }
    out.writeInt32(context.correlationId());
    if (api.responseHeaderVersion(context.apiVersion()) >= 1) {
      out.writeTags(null);
    }
    failed.write(out, context.apiVersion());
    return true;
  }
}
