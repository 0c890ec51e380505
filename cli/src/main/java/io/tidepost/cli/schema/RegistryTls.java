package io.tidepost.cli.schema;

import io.tidepost.cli.Failure;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/// HTTPS by Kafka's options for TLS: PEM, PKCS #12 and JKS, a certificate of one's own as well.
final class RegistryTls {

  private static final String NAMES = "ssl.endpoint.identification.algorithm";

  private final Map<String, String> options;
  private @Nullable SSLSocketFactory sockets;

  /// @param options empty for the machine's own trust
  RegistryTls(Map<String, String> options) {
    this.options = options;
  }

  void applyTo(HttpsURLConnection connection) {
    if (options.isEmpty()) {
      return;
    }
    SSLSocketFactory made = sockets;
    if (made == null) {
      made = make();
      sockets = made;
    }
    connection.setSSLSocketFactory(made);
    if (options.getOrDefault(NAMES, "https").isEmpty()) {
      connection.setHostnameVerifier((host, session) -> true);
    }
  }

  private SSLSocketFactory make() {
    try (var factory = new DefaultSslEngineFactory()) {
      factory.configure(new ConfigDef().withClientSslSupport().parse(options));
      return factory.sslContext().getSocketFactory();
    } catch (KafkaException e) {
      throw new Failure(
          "the registry's certificates cannot be checked: " + innermost(e).getMessage(), e);
    }
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : innermost(cause);
  }
}
