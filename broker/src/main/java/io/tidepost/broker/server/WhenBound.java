package io.tidepost.broker.server;

/// What is to happen as soon as a node's ports are bound, long before it serves clients.
public interface WhenBound {

  /// @param starting tells its phase, and nothing else yet
  /// @throws StartException ends the start
  void bound(TidepostServer starting) throws StartException;
}
