package io.tidepost.broker.net;

import org.jspecify.annotations.Nullable;

/// Stands before the requests of one connection until the client has said who it is, and afterwards
/// for as long as that has to be said again. On the connection's loop only.
public interface Gate {

  /// Looks at a frame before it is read as a request.
  ///
  /// @return the exchange that serves the frame, `null` when it is a request like any other
  /// @throws FrameException when the frame is not allowed here: the connection has to be closed
  @Nullable Exchange open(Frame frame);

  /// Whether the client has said who it is.
  boolean isOpen();
}
