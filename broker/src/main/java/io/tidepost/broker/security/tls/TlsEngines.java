package io.tidepost.broker.security.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.KeyStore;
import org.jspecify.annotations.Nullable;

/// Makes what encrypts the connections of one listener. Any thread.
public interface TlsEngines extends AutoCloseable {

  /// What encrypts a new connection.
  SslHandler handler(ByteBufAllocator allocator);

  /// The listener's own key with its certificates, `null` when it is not known.
  @Nullable KeyStore keys();

  /// Connections that are open keep what they began with.
  @Override
  void close();

  /// The usual way: a context of Netty's, over BoringSSL or the JDK.
  record OfContext(SslContext context, @Nullable KeyStore keys) implements TlsEngines {

    @Override
    public SslHandler handler(ByteBufAllocator allocator) {
      return context.newHandler(allocator);
    }

    @Override
    public void close() {
      ReferenceCountUtil.release(context);
    }
  }
}
