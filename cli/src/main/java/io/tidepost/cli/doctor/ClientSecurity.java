package io.tidepost.cli.doctor;

import io.tidepost.cli.Explain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/// What the client is set up with for TLS and SASL.
final class ClientSecurity {

  private static final String JAAS_FILE = "java.security.auth.login.config";

  private final Map<String, Object> properties;
  private final String protocol;
  private @Nullable KeyStore keys;
  private @Nullable KeyStore trusted;
  private char @Nullable [] keyPassword;

  ClientSecurity(Map<String, Object> properties) {
    this.properties = properties;
    this.protocol = text("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
  }

  boolean tls() {
    return protocol.endsWith("SSL");
  }

  boolean sasl() {
    return protocol.startsWith("SASL");
  }

  String mechanism() {
    return text("sasl.mechanism", "GSSAPI");
  }

  /// Whether the client has a name and a password, or whatever its mechanism asks for, from
  /// somewhere.
  boolean hasLogin() {
    return properties.containsKey("sasl.jaas.config") || System.getProperty(JAAS_FILE) != null;
  }

  /// Whether the name in the server's certificate has to be the one that was dialled.
  boolean checksHost() {
    return !text("ssl.endpoint.identification.algorithm", "https").isBlank();
  }

  /// Whether the client has a certificate of its own to show.
  boolean hasCertificate() {
    return keys != null;
  }

  /// Where the certificates that the client trusts come from, in words.
  String trustSource() {
    if (properties.containsKey("ssl.truststore.certificates")) {
      return "ssl.truststore.certificates";
    }
    Object location = properties.get("ssl.truststore.location");
    return location == null ? "Java's own list" : location.toString();
  }

  boolean hasTruststore() {
    return trusted != null;
  }

  private String text(String name, String otherwise) {
    return String.valueOf(properties.getOrDefault(name, otherwise));
  }

  /// Reads the stores, as the client library does.
  ///
  /// @return why they cannot be read, `null` when they can
  @Nullable String loadStores() {
    if (properties.containsKey("ssl.engine.factory.class")) {
      return null;
    }
    for (String option : List.of("ssl.keystore.location", "ssl.truststore.location")) {
      Object location = properties.get(option);
      if (location != null && !Files.isReadable(Path.of(location.toString()))) {
        return "%s names %s, which is not there or cannot be read".formatted(option, location);
      }
    }
    try (var factory = new DefaultSslEngineFactory()) {
      Map<String, Object> all = new HashMap<>(properties);
      all.put("bootstrap.servers", "localhost:1");
      Map<String, ?> values = new AdminClientConfig(all).values();
      factory.configure(values);
      keys = factory.keystore();
      trusted = factory.truststore();
      keyPassword = keyPassword(values);
      return null;
    } catch (KafkaException | IllegalArgumentException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String outer = Explain.sentence(e);
      String inner = Explain.sentence(root);
      return root == e || outer.contains(inner) ? outer : outer + ": " + inner;
    }
  }

  private static char @Nullable [] keyPassword(Map<String, ?> values) {
    Object password = values.get("ssl.key.password");
    if (password == null && !"PEM".equals(values.get("ssl.keystore.type"))) {
      password = values.get("ssl.keystore.password");
    }
    return password instanceof Password secret ? secret.value().toCharArray() : null;
  }

  /// What it shows when the server asks for a certificate.
  KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    if (keys == null) {
      return null;
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, keyPassword);
    return factory.getKeyManagers();
  }

  /// What decides whom it trusts.
  X509TrustManager trustManager() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("Java has no check for X.509 certificates");
  }
}
