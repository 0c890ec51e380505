package io.tidepost.broker.security.sasl;

/// One way of saying who one is. Any thread.
public interface SaslMechanism {

  /// The name by which clients ask for it, such as `PLAIN`.
  String name();

  /// Begins the authentication of one client.
  SaslConversation begin();

  /// Ends what it has running.
  default void close() {}
}
