package io.tidepost.broker.security.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.SecurityConfigException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// Builds the TLS context of a listener: BoringSSL's where its native library loads and nothing
/// asks for the JDK's own (cipher suites, a provider, a source of randomness), else the JDK's.
final class TlsContexts {

  static {
    // Renegotiation costs a server more than a client; nobody needs it (Kafka refuses it, too).
    if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
      System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }
  }

  /// Lets those who ask for it speak HTTP/2.
  static final ApplicationProtocolConfig HTTP2 =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2);

  private TlsContexts() {}

  /// @throws SecurityConfigException naming the option
  ///
  /// @param http2 whether peers may speak HTTP/2, too
  static SslContext build(ListenerSettings settings, TlsStores stores, boolean sasl, boolean http2)
      throws SecurityConfigException {
    if (stores.keys() == null) {
      throw new SecurityConfigException(
          "listener.name."
              + settings.listener()
              + ": TLS needs a key: set ssl.keystore.location, or ssl.keystore.key and"
              + " ssl.keystore.certificate.chain");
    }
    boolean boring = usesBoringSsl(settings);
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(keyManagers(settings, stores, boring))
              .sslProvider(boring ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
              .trustManager(trustManagers(settings, stores))
              .clientAuth(clientAuth(settings, sasl))
              .protocols(settings.get(SslOptions.SSL_ENABLED_PROTOCOLS));
      if (http2) {
        builder.applicationProtocolConfig(HTTP2);
      }
      List<String> suites = settings.get(SslOptions.SSL_CIPHER_SUITES);
      if (!suites.isEmpty()) {
        builder.ciphers(suites);
      }
      useJdkParts(settings, builder);
      return builder.build();
    } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
      throw new SecurityConfigException(
          "listener.name." + settings.listener() + ": TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  static boolean usesBoringSsl(ListenerSettings settings) {
    return settings.get(SslOptions.SSL_CIPHER_SUITES).isEmpty()
        && settings.find(SslOptions.SSL_PROVIDER) == null
        && settings.find(SslOptions.SSL_SECURE_RANDOM_IMPLEMENTATION) == null
        && OpenSsl.isAvailable();
  }

  private static void useJdkParts(ListenerSettings settings, SslContextBuilder builder)
      throws GeneralSecurityException {
    String provider = settings.find(SslOptions.SSL_PROVIDER);
    if (provider != null) {
      Provider known = Security.getProvider(provider);
      if (known == null) {
        throw new IllegalArgumentException("ssl.provider=" + provider + " is not there");
      }
      builder.sslContextProvider(known);
    }
    String random = settings.find(SslOptions.SSL_SECURE_RANDOM_IMPLEMENTATION);
    if (random != null) {
      builder.secureRandom(SecureRandom.getInstance(random));
    }
  }

  static KeyManagerFactory keyManagers(ListenerSettings settings, TlsStores stores, boolean boring)
      throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(settings.get(SslOptions.SSL_KEYMANAGER_ALGORITHM));
    if (boring) {
      factory = new OpenSslCachingX509KeyManagerFactory(factory);
    }
    factory.init(stores.keys(), stores.keyPassword());
    return factory;
  }

  static TrustManagerFactory trustManagers(ListenerSettings settings, TlsStores stores)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(settings.get(SslOptions.SSL_TRUSTMANAGER_ALGORITHM));
    factory.init(stores.trusted());
    return factory;
  }

  /// With SASL a client says by SASL who it is: a certificate is asked for only where the
  /// listener's own options want one (KIP-684).
  private static ClientAuth clientAuth(ListenerSettings settings, boolean sasl) {
    if (sasl && !settings.isOwn(SslOptions.SSL_CLIENT_AUTH)) {
      return ClientAuth.NONE;
    }
    return switch (settings.get(SslOptions.SSL_CLIENT_AUTH)) {
      case "required" -> ClientAuth.REQUIRE;
      case "requested" -> ClientAuth.OPTIONAL;
      default -> ClientAuth.NONE;
    };
  }
}
