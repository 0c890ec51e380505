package io.tidepost.broker.server;

import io.tidepost.broker.api.ApiErrors;
import io.tidepost.broker.api.ApiException;
import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.ApiRegistry;
import io.tidepost.broker.api.EnvelopeHandler;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.api.controller.ControllerApis;
import io.tidepost.broker.api.controller.NodeApiHandler;
import io.tidepost.broker.cluster.LocalController;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.message.EnvelopeRequest;
import io.tidepost.wire.message.EnvelopeResponse;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Serves this node's own requests to its own controller by the handlers of the controller's
/// listener, without a connection. Any thread.
final class LocalApis implements LocalController {

  private final BrokerContext context;
  private final ApiRegistry registry;

  LocalApis(BrokerContext context, ApiRegistry clients) {
    this.context = context;
    this.registry = new ApiRegistry(context, List.of(new ControllerApis(clients)));
  }

  @Override
  @SuppressWarnings("unchecked") // what a handler reads is what it handles
  public void serve(Message request, Consumer<Message> answer) {
    var handler = (ApiHandler<Message, Message>) registry.handler(request.apiKey());
    var reply = new LocalReply(handler, request, answer, new AtomicBoolean());
    try {
      if (registry.handler(request.apiKey()) instanceof EnvelopeHandler envelopes) {
        envelopes.serve((EnvelopeRequest) request, caller(), enveloped(reply));
      } else if (registry.handler(request.apiKey()) instanceof NodeApiHandler<?, ?> between) {
        ((NodeApiHandler<Message, Message>) between).serve(request, reply);
      } else {
        // It was on its way to another node when this one became the controller.
        throw new ApiException(
            ErrorCode.REQUEST_TIMED_OUT, "This node has just become the controller");
      }
    } catch (RuntimeException e) {
      reply.fail(e);
    }
  }

  private static Reply<EnvelopeResponse> enveloped(LocalReply reply) {
    return new Reply<>() {
      @Override
      public void send(EnvelopeResponse response) {
        reply.send(response);
      }

      @Override
      public void fail(Throwable cause) {
        reply.fail(cause);
      }

      @Override
      public void sendNothing() {
        reply.sendNothing();
      }

      @Override
      public void close(String reason) {
        reply.close(reason);
      }

      @Override
      public void whenDisconnected(Runnable action) {
        reply.whenDisconnected(action);
      }
    };
  }

  /// This node as one that forwards; the envelope says for whom.
  private RequestContext caller() {
    return new RequestContext(
        EnvelopeRequest.API_KEY,
        (short) 0,
        0,
        null,
        ConnectionInfo.ANONYMOUS,
        false,
        "PLAINTEXT",
        "CONTROLLER",
        "local",
        InetAddress.getLoopbackAddress(),
        "tidepost",
        "1",
        context.loops().get(0));
  }

  private record LocalReply(
      ApiHandler<Message, Message> handler,
      Message request,
      Consumer<Message> answer,
      AtomicBoolean answered)
      implements Reply<Message> {

    @Override
    public void send(Message response) {
      if (!answered.getAndSet(true)) {
        answer.accept(response);
      }
    }

    @Override
    public void fail(Throwable cause) {
      send(handler.error(request, (short) 0, ApiErrors.errorOf(cause), ApiErrors.messageOf(cause)));
    }

    @Override
    public void sendNothing() {
      fail(new IllegalStateException("a request of this node was not answered"));
    }

    @Override
    public void close(String reason) {
      fail(new IllegalStateException(reason));
    }

    @Override
    public void whenDisconnected(Runnable action) {
      // this node goes away as a whole
    }
  }
}
