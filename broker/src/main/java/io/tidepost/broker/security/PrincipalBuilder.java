package io.tidepost.broker.security;

import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.security.sasl.SaslConversation;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Makes identities of what is known of clients, in place of the usual rules
/// (`principal.builder.class`, KIP-189). Any thread, usually an event loop: it must not block.
/// Whatever it throws refuses the client.
public interface PrincipalBuilder extends AutoCloseable {

  /// Of a client that says nothing about itself.
  Identity plaintext(ConnectionInfo connection);

  /// Of a client with a TLS session, with or without a certificate.
  Identity tls(ConnectionInfo connection, SSLSession session);

  /// Of a client that is authenticated by SASL.
  ///
  /// @param conversation that is complete
  /// @param mechanism its name
  Identity sasl(ConnectionInfo connection, SaslConversation conversation, String mechanism);

  /// The identity as bytes, for a request that is forwarded to another node (KIP-590).
  byte[] serialize(Identity identity);

  /// The identity that [#serialize] made bytes of.
  ///
  /// @throws IllegalArgumentException when they are none
  Identity deserialize(byte @Nullable [] bytes);

  @Override
  void close();
}
