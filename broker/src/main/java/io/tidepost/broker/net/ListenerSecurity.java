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

  /// Whom the peer of an established TLS session is, such as `User:CN=alice`.
  ///
  /// @throws SSLException when no name can be made of its certificate; the connection is closed
  default String principal(SSLSession session) throws SSLException {
    return ConnectionInfo.ANONYMOUS;
  }

  /// What stands before the requests of a new connection, `null` when nothing does.
  default @Nullable Gate gate(ConnectionInfo connection) {
    return null;
  }

  /// Bytes a frame may have before the connection's gate is open.
  default int unauthenticatedBytesMax() {
    return Integer.MAX_VALUE;
  }
}
