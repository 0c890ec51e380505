package io.tidepost.broker.net;

/// Turns frames into exchanges: the part of the broker that knows what requests mean.
public interface RequestService {

  /// Reads the head of a request. Called on the connection's loop, in the order of arrival; the
  /// exchange is started separately, when its turn has come.
  ///
  /// @throws FrameException when the connection has to be closed
  Exchange open(Frame frame, ConnectionInfo connection);
}
