package io.tidepost.broker.api;

import org.jspecify.annotations.Nullable;

/// Where the answer to one request goes. Exactly one of the methods is called, once, from any
/// thread, at once or later; a second call is ignored. Replies leave the connection in the order of
/// its requests, whatever the order in which they are given.
///
/// @param <S> the response message
public interface Reply<S> {

  /// Answers with this response. It is encoded in the version of the request, on the connection's
  /// own loop, and must not be changed afterwards.
  void send(S response);

  /// Answers with the error that this failure means to a client: the handler's [ApiHandler#error]
  /// response with the error code that [ApiErrors] finds for `cause`.
  void fail(Throwable cause);

  /// Gives no answer: the request is done and the client does not wait (Produce with `acks=0`).
  void sendNothing();

  /// Closes the connection instead of answering, after the replies to earlier requests are out.
  ///
  /// @param reason for the log, one sentence that names the culprit
  void close(String reason);

  /// Has the client pause: no further request of its connection is started for so long (KIP-219).
  /// To be called before the answer is given, from any thread.
  default void pause(int millis) {}

  /// Runs `action` on the connection's loop if the client goes away before the reply. To be called
  /// from the handler, on that loop; the last call counts.
  void whenDisconnected(Runnable action);

  /// Runs `action` on the connection's loop once the client's connection is closed, whether before
  /// the reply or long after it. To be called from the handler, on that loop; the last call for a
  /// key counts.
  ///
  /// @param key tells such actions of one connection apart
  /// @param action `null` takes back the one set before
  default void whenConnectionClosed(Object key, @Nullable Runnable action) {}
}
