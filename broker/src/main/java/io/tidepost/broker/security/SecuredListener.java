package io.tidepost.broker.security;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.security.tls.TlsListener;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The security of one listener: TLS, SASL, or both.
///
/// @param listener which
/// @param tls `null` when nothing is encrypted
record SecuredListener(Listener listener, @Nullable TlsListener tls) implements ListenerSecurity {

  @Override
  public String protocol() {
    return listener.protocol();
  }

  @Override
  public @Nullable SslHandler tls(ByteBufAllocator allocator) {
    return tls == null ? null : tls.handler(allocator);
  }

  @Override
  public String principal(SSLSession session) throws SSLException {
    return tls == null ? ConnectionInfo.ANONYMOUS : tls.principal(session);
  }

  @Override
  public @Nullable Gate gate(ConnectionInfo connection) {
    return null;
  }
}
