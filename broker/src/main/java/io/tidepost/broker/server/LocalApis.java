package io.tidepost.broker.server;

import io.tidepost.broker.api.ApiErrors;
import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.ApiRegistry;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.controller.ControllerApis;
import io.tidepost.broker.api.controller.NodeApiHandler;
import io.tidepost.broker.cluster.LocalController;
import io.tidepost.wire.Message;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Serves this node's own requests to its own controller by the handlers of the controller's
/// listener, without a connection. Any thread.
final class LocalApis implements LocalController {

  private final ApiRegistry registry;

  LocalApis(BrokerContext context, ApiRegistry clients) {
    this.registry = new ApiRegistry(context, List.of(new ControllerApis(clients)));
  }

  @Override
  @SuppressWarnings("unchecked") // what a handler reads is what it handles
  public void serve(Message request, Consumer<Message> answer) {
    ApiHandler<?, ?> handler = registry.handler(request.apiKey());
    if (!(handler instanceof NodeApiHandler<?, ?>)) {
      throw new IllegalArgumentException(
          "API " + request.apiKey() + " is not one between nodes: its commands are decided here");
    }
    var typed = (NodeApiHandler<Message, Message>) handler;
    var reply = new LocalReply(typed, request, answer, new AtomicBoolean());
    try {
      typed.serve(request, reply);
    } catch (RuntimeException e) {
      reply.fail(e);
    }
  }

  private record LocalReply(
      NodeApiHandler<Message, Message> handler,
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
