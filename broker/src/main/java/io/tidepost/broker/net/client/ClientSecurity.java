package io.tidepost.broker.net.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How a connection to another node is encrypted and how it says who it is. Any loop; nothing here
/// blocks.
public interface ClientSecurity {

  /// In the clear, anonymous.
  ClientSecurity NONE = new ClientSecurity() {};

  /// What encrypts a new connection, `null` when nothing does.
  ///
  /// @param host name that the other side's certificate has to have
  default @Nullable SslHandler tls(ByteBufAllocator allocator, String host, int port) {
    return null;
  }

  /// The client's side of a SASL exchange for a new connection, `null` when there is none.
  default @Nullable Authentication sasl() {
    return null;
  }

  /// The client's side of one SASL exchange.
  interface Authentication {

    /// Name of the mechanism.
    String mechanism();

    /// The next message to the server.
    ///
    /// @param challenge the server's last message; empty at the beginning
    /// @return `null` when there is nothing more to say
    /// @throws IOException when the server is not who it has to be
    byte @Nullable [] respond(byte[] challenge) throws IOException;
  }
}
