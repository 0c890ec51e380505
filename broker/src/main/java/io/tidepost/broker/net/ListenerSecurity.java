package io.tidepost.broker.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// What a listener asks of its connections before their requests are served. Any thread; the
/// methods are called on the loops of the connections and do not block.
public interface ListenerSecurity {

  /// Everybody may connect, nothing is encrypted.
  ListenerSecurity NONE = new ListenerSecurity() {};

  /// The security protocol: `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`.
  default String protocol() {
    return "PLAINTEXT";
  }

  /// What encrypts a new connection, `null` when nothing does.
  default @Nullable SslHandler tls(ByteBufAllocator allocator) {
    return null;
  }

  /// Who the peer of a new connection is that does not say it by SASL.
  ///
  /// @param session its TLS session, `null` when nothing is encrypted
  /// @throws SSLException when no name can be made of it; the connection is closed
  default Identity identity(ConnectionInfo connection, @Nullable SSLSession session)
      throws SSLException {
    return Identity.ANONYMOUS;
  }

  /// TLS with this peer failed.
  default void handshakeFailed(ConnectionInfo connection) {}

  /// What stands before the requests of a new connection, `null` when nothing does.
  default @Nullable Gate gate(ConnectionInfo connection) {
    return null;
  }

  /// Bytes a frame may have before the connection's gate is open.
  default int unauthenticatedBytesMax() {
    return Integer.MAX_VALUE;
  }
}
