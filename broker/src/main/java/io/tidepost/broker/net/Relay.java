package io.tidepost.broker.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Where connections go that do not speak Kafka's protocol but HTTP/2: the consensus library shares
/// the controller's port. Any loop.
public interface Relay {

  /// The address, `null` while nobody is there.
  @Nullable SocketAddress target();

  /// Whether somebody whom TLS knows may go there.
  boolean admits(ConnectionInfo info, Identity identity);

  /// What encrypts the way there, `null` when nothing does.
  default @Nullable SslHandler tls(ByteBufAllocator allocator) {
    return null;
  }
}
