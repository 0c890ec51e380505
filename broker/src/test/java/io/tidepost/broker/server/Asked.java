package io.tidepost.broker.server;

import io.tidepost.broker.api.ApiErrors;
import io.tidepost.broker.api.ApiHandler;
import io.tidepost.broker.api.ApiRegistry;
import io.tidepost.broker.api.Reply;
import io.tidepost.broker.api.RequestContext;
import io.tidepost.broker.net.Loop;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import io.tidepost.wire.WireWriter;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks a running node's handlers as somebody, on an event loop, as a connection would.
final class Asked {

  private final ApiRegistry registry;
  private final BrokerContext context;

  Asked(TestNode node) {
    context = node.server().context();
    registry = new ApiRegistry(context, ApiGroups.ALL);
  }

  ApiRegistry registry() {
    return registry;
  }

  /// The response, written and read again, to `request` from `principal`.
  @SuppressWarnings("unchecked") // what a handler reads is what it handles
  <S extends Message> S as(String principal, Message request, int version) throws Exception {
    var handler = (ApiHandler<Message, Message>) registry.handler(request.apiKey());
    var answer = new CompletableFuture<Message>();
    Loop loop = context.loops().get(0);
    var caller =
        new RequestContext(
            request.apiKey(),
            (short) version,
            1,
            "test",
            principal,
            false,
            "PLAINTEXT",
            "PLAINTEXT",
            "1",
            InetAddress.getLoopbackAddress(),
            "",
            "",
            loop);
    var out = new WireWriter();
    request.write(out, (short) version);
    Message read = handler.read(new WireReader(out.toBuffer()), (short) version);
    var reply = new ErrorReply(handler, read, (short) version, answer);
    loop.execute(() -> {
      try {
        handler.handle(read, caller, reply);
      } catch (RuntimeException e) {
        reply.fail(e);
      }
    });
    return (S) answer.get(120, TimeUnit.SECONDS);
  }

  /// Turns failures into responses, as the exchange of a connection does.
  private record ErrorReply(
      ApiHandler<Message, Message> handler,
      Message request,
      short version,
      CompletableFuture<Message> answer)
      implements Reply<Message> {

    @Override
    public void send(Message response) {
      answer.complete(response);
    }

    @Override
    public void fail(Throwable cause) {
      if (ApiErrors.isFault(cause)) {
        answer.completeExceptionally(cause);
      } else {
        send(handler.error(request, version, ApiErrors.errorOf(cause), ApiErrors.messageOf(cause)));
      }
    }

    @Override
    public void sendNothing() {
      answer.completeExceptionally(new AssertionError("no answer"));
    }

    @Override
    public void whenDisconnected(Runnable task) {}

    @Override
    public void close(String reason) {
      answer.completeExceptionally(new AssertionError("closed: " + reason));
    }
  }
}
