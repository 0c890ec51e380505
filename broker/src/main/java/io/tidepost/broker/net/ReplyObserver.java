package io.tidepost.broker.net;

/// Told of every reply that leaves.
public interface ReplyObserver {

  /// Nobody looks.
  ReplyObserver NONE = (exchange, loop, nowNanos) -> {};

  /// The reply was written, or the request wanted none. On the connection's loop.
  ///
  /// @param nowNanos `System.nanoTime()`
  void written(Exchange exchange, Loop loop, long nowNanos);
}
