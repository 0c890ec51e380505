package io.tidepost.broker.security;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.broker.net.ConnectionInfo;
import io.tidepost.broker.net.Gate;
import io.tidepost.broker.net.Identity;
import io.tidepost.broker.net.ListenerSecurity;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.plugin.PrincipalBuilderPlugin;
import io.tidepost.broker.security.sasl.SaslListener;
import io.tidepost.broker.security.tls.TlsListener;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The security of one listener: TLS, SASL, or both. Connections keep what they began with when it
/// changes. Any thread.
final class SecuredListener implements ListenerSecurity, AutoCloseable {

  private static final String TLS = "TLS";

  private final Listener listener;
  private final SaslSetup setup;
  private final @Nullable TlsListener tls;
  private final @Nullable PrincipalBuilder principals;
  private volatile @Nullable SaslListener sasl;
  private Map<String, String> saslSettings;

  /// Reads keys and credentials. Blocks for files.
  ///
  /// @param http2 whether peers may speak HTTP/2, too
  SecuredListener(Listener listener, ListenerSettings settings, SaslSetup setup, boolean http2)
      throws SecurityConfigException {
    this.listener = listener;
    this.setup = setup;
    this.principals = principals(settings);
    this.tls = listener.encrypted() ? new TlsListener(settings, listener.sasl(), http2) : null;
    this.sasl = listener.sasl() ? setup.listener(settings, principals) : null;
    this.saslSettings = settings.own();
  }

  private static @Nullable PrincipalBuilder principals(ListenerSettings settings)
      throws SecurityConfigException {
    String name = settings.get(SecurityOptions.PRINCIPAL_BUILDER_CLASS).trim();
    return name.equals(SecurityOptions.PRINCIPAL_BUILDER_CLASS.defaultValue())
        ? null
        : PrincipalBuilderPlugin.of(name, settings);
  }

  /// Whether connections are asked anything at all.
  static boolean isNeeded(Listener listener, ListenerSettings settings) {
    return listener.encrypted()
        || listener.sasl()
        || !settings
            .get(SecurityOptions.PRINCIPAL_BUILDER_CLASS)
            .trim()
            .equals(SecurityOptions.PRINCIPAL_BUILDER_CLASS.defaultValue());
  }

  /// What makes identities in place of the usual rules, `null` when nothing does.
  @Nullable PrincipalBuilder principals() {
    return principals;
  }

  String name() {
    return listener.name();
  }

  /// Its mechanisms now, `null` without SASL.
  @Nullable SaslListener sasl() {
    return sasl;
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
      setup.listener(proposed, principals).close();
    }
  }

  /// Takes over options and files as they are now. Blocks for files.
  synchronized void reload(ListenerSettings settings) throws SecurityConfigException {
    SaslListener old = sasl;
    if (old != null && !settings.own().equals(saslSettings)) {
      sasl = setup.listener(settings, principals);
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
  public Identity identity(ConnectionInfo connection, @Nullable SSLSession session)
      throws SSLException {
    Identity who = named(connection, session);
    if (session != null && !who.equals(Identity.ANONYMOUS)) {
      setup.logins().accept(new Login(connection, TLS, who.principal(), false, true));
    }
    return who;
  }

  private Identity named(ConnectionInfo connection, @Nullable SSLSession session)
      throws SSLException {
    PrincipalBuilder own = principals;
    if (own == null) {
      return tls == null || session == null
          ? Identity.ANONYMOUS
          : Identity.of(tls.principal(session));
    }
    try {
      return session == null ? own.plaintext(connection) : own.tls(connection, session);
    } catch (RuntimeException e) {
      throw new SSLException("principal.builder.class refuses the client: " + e.getMessage(), e);
    }
  }

  @Override
  public void handshakeFailed(ConnectionInfo connection) {
    setup.logins().accept(new Login(connection, TLS, null, false, false));
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
    if (principals != null) {
      principals.close();
    }
  }
}
