package io.tidepost.broker.api;

import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.Message;
import io.tidepost.wire.WireReader;
import org.jspecify.annotations.Nullable;

/// Serves one API of the protocol. One instance per process, made when the API is first called; its
/// methods are called on any event loop, concurrently, and never block.
///
/// Byte buffers inside a request are views of the connection's receive buffer. They stay valid
/// until the reply is given; what outlives it must be copied.
///
/// @param <Q> the request message
/// @param <S> the response message
public interface ApiHandler<Q extends Message, S extends Message> {

  /// Decodes the body: the generated class's `read`.
  Q read(WireReader in, short version);

  /// Serves the request and answers through `reply`, at once or later, from any thread. An
  /// exception thrown here is the same as [Reply#fail].
  void handle(Q request, RequestContext context, Reply<S> reply);

  /// The response that says that the whole request failed.
  ///
  /// @param error never [ErrorCode#NONE]
  /// @param message one sentence for a human that names the culprit, if there is one
  S error(Q request, short version, ErrorCode error, @Nullable String message);

  /// Whether requests of this API may be in flight together with their neighbours on the same
  /// connection. When `false`, a request starts only after all earlier ones of its connection are
  /// answered, and later ones wait for it: what a client sees is Kafka's one-at-a-time order.
  /// Replies leave in request order in both cases.
  default boolean pipelined() {
    return false;
  }

  /// Whether the bytes behind the request (views in its `bytes` and `records` fields) are needed
  /// after [#handle] returned. When `false`, the receive buffer is given back at once, which
  /// matters for requests that wait long.
  default boolean keepsRequest() {
    return true;
  }

  /// Whether requests of this API may wait for something to happen: records, other members of a
  /// group. A broker that stops does not wait for them; their clients ask elsewhere.
  default boolean waits() {
    return false;
  }

  /// Whether the time that this request takes is not held against `request_percentage`: traffic
  /// between brokers, and what has no answer to pause with (KIP-124).
  default boolean exemptFromQuotas(Q request) {
    return false;
  }
}
