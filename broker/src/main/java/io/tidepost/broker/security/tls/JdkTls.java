package io.tidepost.broker.security.tls;

import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.Renewable;
import io.tidepost.broker.security.SecurityConfigException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS by the JDK with the `ssl.*` options of a listener, for what speaks other protocols than
/// Kafka's. New connections get the newest certificates. Any thread.
public final class JdkTls implements Renewable {

  private record State(
      SSLContext context,
      List<String> protocols,
      List<String> suites,
      String clientAuth,
      PrincipalMapping mapping,
      Set<Certificate> own,
      TlsStamp stamp) {}

  private volatile State state;

  /// Reads the listener's keys. Blocks for the files.
  public JdkTls(ListenerSettings settings) throws SecurityConfigException {
    state = read(settings);
  }

  private static State read(ListenerSettings settings) throws SecurityConfigException {
    TlsStamp stamp = TlsStamp.of(settings);
    TlsStores stores = TlsStores.read(settings);
    if (stores.keys() == null) {
      throw new SecurityConfigException(
          "listener.name."
              + settings.listener()
              + ": TLS needs a key: set ssl.keystore.location, or ssl.keystore.key and"
              + " ssl.keystore.certificate.chain");
    }
    try {
      Provider provider = provider(settings);
      SSLContext context =
          provider == null
              ? SSLContext.getInstance("TLS")
              : SSLContext.getInstance("TLS", provider);
      context.init(
          TlsContexts.keyManagers(settings, stores, false).getKeyManagers(),
          TlsContexts.trustManagers(settings, stores).getTrustManagers(),
          null);
      return new State(
          context,
          settings.get(SslOptions.SSL_ENABLED_PROTOCOLS),
          settings.get(SslOptions.SSL_CIPHER_SUITES),
          settings.isOwn(SslOptions.SSL_CLIENT_AUTH)
              ? settings.get(SslOptions.SSL_CLIENT_AUTH)
              : "none",
          new PrincipalMapping(settings.get(SslOptions.SSL_PRINCIPAL_MAPPING_RULES)),
          OwnCertificates.of(stores.keys()),
          stamp);
    } catch (GeneralSecurityException e) {
      throw new SecurityConfigException(
          "listener.name." + settings.listener() + ": TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static @Nullable Provider provider(ListenerSettings settings)
      throws SecurityConfigException {
    String name = settings.find(SslOptions.SSL_PROVIDER);
    Provider provider = name == null ? null : Security.getProvider(name);
    if (name != null && provider == null) {
      throw new SecurityConfigException("ssl.provider: there is no provider " + name);
    }
    return provider;
  }

  /// For connections that begin now.
  public SSLContext context() {
    return state.context;
  }

  /// For clients in this process: they believe the newest certificates of this very listener, and
  /// nobody else.
  public SSLContext towardsItself() throws SecurityConfigException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new OwnCertificates(() -> state.own)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SecurityConfigException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// Protocols that a client may choose from.
  public List<String> protocols() {
    return state.protocols;
  }

  /// Cipher suites that a client may choose from; empty for the usual ones.
  public List<String> suites() {
    return state.suites;
  }

  /// `ssl.client.auth`: `none`, `requested` or `required`. What is set for all listeners does not
  /// count: browsers and scripts have no certificates.
  public String clientAuth() {
    return state.clientAuth;
  }

  /// The user that a certificate stands for.
  ///
  /// @param distinguishedName of its subject
  /// @return `null` when no rule makes a name of it
  public @Nullable String user(String distinguishedName) {
    return state.mapping.name(distinguishedName);
  }

  @Override
  public void check(ListenerSettings proposed) throws SecurityConfigException {
    read(proposed);
  }

  @Override
  public void reload(ListenerSettings settings) throws SecurityConfigException {
    state = read(settings);
  }

  @Override
  public boolean filesChanged(ListenerSettings settings) {
    return !Objects.equals(state.stamp, TlsStamp.of(settings));
  }
}
