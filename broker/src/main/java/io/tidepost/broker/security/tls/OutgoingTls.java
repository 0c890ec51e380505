package io.tidepost.broker.security.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.Renewable;
import io.tidepost.broker.security.SecurityConfigException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS of connections to a listener of other nodes, with the `ssl.*` options of this node's own
/// listener of that name: its key is shown where it is asked for, names are checked as
/// `ssl.endpoint.identification.algorithm` says. Connections that are open keep what they began
/// with. Any thread.
public final class OutgoingTls implements Renewable {

  private record State(SslContext context, TlsStamp stamp) {}

  private volatile State state;

  /// Reads keys and trust. Blocks for the files.
  public OutgoingTls(ListenerSettings settings) throws SecurityConfigException {
    state = read(settings);
  }

  private static State read(ListenerSettings settings) throws SecurityConfigException {
    TlsStamp stamp = TlsStamp.of(settings);
    TlsStores stores = TlsStores.read(settings);
    try {
      boolean boring = TlsContexts.usesBoringSsl(settings);
      // Garbage collected: whoever renews keys need not know who still uses the old ones.
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(boring ? SslProvider.OPENSSL : SslProvider.JDK)
              .trustManager(TlsContexts.trustManagers(settings, stores))
              .protocols(settings.get(SslOptions.SSL_ENABLED_PROTOCOLS))
              .endpointIdentificationAlgorithm(identification(settings));
      if (stores.keys() != null) {
        builder.keyManager(TlsContexts.keyManagers(settings, stores, boring));
      }
      List<String> suites = settings.get(SslOptions.SSL_CIPHER_SUITES);
      if (!suites.isEmpty()) {
        builder.ciphers(suites);
      }
      return new State(builder.build(), stamp);
    } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
      throw new SecurityConfigException(
          "listener.name."
              + settings.listener()
              + ": TLS towards other nodes cannot be set up: "
              + e.getMessage(),
          e);
    }
  }

  /// `null` when names are not checked.
  static @Nullable String identification(ListenerSettings settings) {
    String algorithm = settings.get(SslOptions.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM).trim();
    return algorithm.isEmpty() ? null : algorithm.toUpperCase(java.util.Locale.ROOT);
  }

  /// Keys and trust for what makes TLS by itself.
  public record Managers(KeyManager key, TrustManager trust) {}

  /// Keys and trust of a listener. Blocks for the files.
  public static Managers managers(ListenerSettings settings) throws SecurityConfigException {
    TlsStores stores = TlsStores.read(settings);
    try {
      TrustManager trust = TlsContexts.trustManagers(settings, stores).getTrustManagers()[0];
      return new Managers(
          TlsContexts.keyManagers(settings, stores, false).getKeyManagers()[0],
          identification(settings) == null && trust instanceof X509TrustManager named
              ? new TrustWithoutNames(named)
              : trust);
    } catch (GeneralSecurityException e) {
      throw new SecurityConfigException(
          "listener.name." + settings.listener() + ": TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// Makes what encrypts connections on this machine to what has the listener's own key, speaks
  /// HTTP/2 and wants to be shown that key. Blocks for the files.
  public static SslContext toItself(ListenerSettings settings) throws SecurityConfigException {
    TlsStores stores = TlsStores.read(settings);
    KeyStore keys = stores.keys();
    if (keys == null) {
      throw new SecurityConfigException("listener.name." + settings.listener() + ": no key");
    }
    try {
      Set<Certificate> own = OwnCertificates.of(keys);
      return SslContextBuilder.forClient()
          .sslProvider(SslProvider.JDK)
          .keyManager(TlsContexts.keyManagers(settings, stores, false))
          .trustManager(new OwnCertificates(() -> own))
          .endpointIdentificationAlgorithm(null)
          .applicationProtocolConfig(TlsContexts.HTTP2)
          .build();
    } catch (SSLException | GeneralSecurityException e) {
      throw new SecurityConfigException(
          "listener.name." + settings.listener() + ": TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// What encrypts a new connection.
  public SslHandler handler(ByteBufAllocator allocator, String host, int port) {
    return state.context.newHandler(allocator, host, port);
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
