package io.tidepost.broker.security;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.security.sasl.SaslListener;
import io.tidepost.broker.security.tls.TlsListener;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The security of one listener: TLS, SASL, or both. Connections keep what they began with when it
/// changes. Any thread.
final class SecuredListener implements ListenerSecurity, AutoCloseable {

  private final Listener listener;
  private final SaslSetup setup;
  private final @Nullable TlsListener tls;
  private volatile @Nullable SaslListener sasl;
  private Map<String, String> saslSettings;

  /// Reads keys and credentials. Blocks for files.
  SecuredListener(Listener listener, ListenerSettings settings, SaslSetup setup)
      throws SecurityConfigException {
    this.listener = listener;
    this.setup = setup;
    this.tls = listener.encrypted() ? new TlsListener(settings, listener.sasl()) : null;
    this.sasl = listener.sasl() ? setup.listener(settings) : null;
    this.saslSettings = settings.own();
  }

  String name() {
    return listener.name();
  }

  boolean hasTls() {
    return tls != null;
  }

  /// Checks that it could work with these options. Blocks for files.
  void check(ListenerSettings proposed) throws SecurityConfigException {
    if (tls != null) {
      tls.check(proposed);
    }
    if (sasl != null) {
      setup.listener(proposed).close();
    }
  }

  /// Takes over options and files as they are now. Blocks for files.
  synchronized void reload(ListenerSettings settings) throws SecurityConfigException {
    SaslListener old = sasl;
    if (old != null && !settings.own().equals(saslSettings)) {
      sasl = setup.listener(settings);
      saslSettings = settings.own();
      old.close();
    }
    if (tls != null) {
      tls.reload(settings);
    }
  }

  /// Whether a file was written since it was last read.
  boolean filesChanged(ListenerSettings settings) {
    return tls != null && tls.filesChanged(settings);
  }

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
    SaslListener now = sasl;
    return now == null ? null : now.gate(connection);
  }

  @Override
  public int unauthenticatedBytesMax() {
    SaslListener now = sasl;
    return now == null ? Integer.MAX_VALUE : now.receiveBytesMax();
  }

  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
    SaslListener now = sasl;
    if (now != null) {
      now.close();
    }
  }
}
