package io.tidepost.broker.security.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.plugin.EngineFactoryPlugin;
import io.tidepost.broker.security.SecurityConfigException;
import java.security.KeyStoreException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// TLS of one listener. Its certificates can be replaced while connections live: those keep what
/// they began with, new ones get the new. Any thread.
public final class TlsListener implements AutoCloseable {

  private static final String USER = "User:";

  /// Apache Kafka's own factory, whose work is done here without its classes.
  private static final String OURS = "org.apache.kafka.common.security.ssl.DefaultSslEngineFactory";

  private final boolean sasl;
  private final boolean http2;
  private final PrincipalMapping mapping;
  private TlsEngines engines;
  private KeyIdentity identity;
  private TlsStamp stamp;

  /// Reads the listener's keys. Blocks for the files.
  ///
  /// @param sasl whether clients say by SASL who they are
  /// @param http2 whether peers may speak HTTP/2, too
  public TlsListener(ListenerSettings settings, boolean sasl, boolean http2)
      throws SecurityConfigException {
    this.sasl = sasl;
    this.http2 = http2;
    this.mapping = new PrincipalMapping(settings.get(SslOptions.SSL_PRINCIPAL_MAPPING_RULES));
    this.stamp = TlsStamp.of(settings);
    this.engines = engines(settings);
    this.identity = identity(engines);
  }

  private TlsEngines engines(ListenerSettings settings) throws SecurityConfigException {
    String factory = settings.find(SslOptions.SSL_ENGINE_FACTORY_CLASS);
    if (factory != null && !factory.trim().equals(OURS)) {
      return EngineFactoryPlugin.of(factory, settings, sasl);
    }
    TlsStores stores = TlsStores.read(settings);
    return new TlsEngines.OfContext(
        TlsContexts.build(settings, stores, sasl, http2), stores.keys());
  }

  private static KeyIdentity identity(TlsEngines engines) throws SecurityConfigException {
    try {
      return KeyIdentity.of(engines.keys());
    } catch (KeyStoreException e) {
      throw new SecurityConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  /// What encrypts a new connection.
  public synchronized SslHandler handler(ByteBufAllocator allocator) {
    return engines.handler(allocator);
  }

  /// Checks that the listener could work with these options, and that clients would still find the
  /// names they know. Blocks for the files.
  public void check(ListenerSettings proposed) throws SecurityConfigException {
    try (TlsEngines made = engines(proposed)) {
      checkIdentity(proposed, identity(made));
    }
  }

  private synchronized void checkIdentity(ListenerSettings settings, KeyIdentity next)
      throws SecurityConfigException {
    String why =
        next.whyNotAfter(
            identity,
            settings.get(SslOptions.SSL_ALLOW_DN_CHANGES),
            settings.get(SslOptions.SSL_ALLOW_SAN_CHANGES));
    if (why != null) {
      throw new SecurityConfigException("listener.name." + settings.listener() + ": " + why);
    }
  }

  /// Takes over options and files as they are now. On an exception everything stays as it was.
  /// Blocks for the files.
  public void reload(ListenerSettings settings) throws SecurityConfigException {
    TlsStamp seen = TlsStamp.of(settings);
    synchronized (this) {
      stamp = seen; // a bad file is complained about once, not at each look
    }
    TlsEngines fresh = engines(settings);
    TlsEngines retired = fresh;
    try {
      KeyIdentity next = identity(fresh);
      checkIdentity(settings, next);
      synchronized (this) {
        retired = engines;
        engines = fresh;
        identity = next;
      }
    } finally {
      retired.close();
    }
  }

  /// Whether a file was written since it was last read.
  public synchronized boolean filesChanged(ListenerSettings settings) {
    return !Objects.equals(stamp, TlsStamp.of(settings));
  }

  /// Whom the peer's certificate stands for; without one everybody is anonymous.
  ///
  /// @throws SSLException when no rule makes a name of it
  public String principal(SSLSession session) throws SSLException {
    String distinguishedName;
    try {
      distinguishedName = session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return USER + "ANONYMOUS";
    }
    String name = mapping.name(distinguishedName);
    if (name == null) {
      throw new SSLException("no rule of ssl.principal.mapping.rules fits " + distinguishedName);
    }
    return USER + name;
  }

  @Override
  public synchronized void close() {
    engines.close();
  }
}
