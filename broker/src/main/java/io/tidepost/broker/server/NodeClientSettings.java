package io.tidepost.broker.server;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Secret;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.metadata.image.Endpoint;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Settings of Kafka clients that come in by a listener of brokers as the nodes themselves do: with
/// the keys, the trust and the login that the configuration gives this node.
final class NodeClientSettings {

  private NodeClientSettings() {}

  /// @param endpoints of this node
  /// @throws IOException when the listener asks for what the configuration does not give; the
  ///   message names the option
  static Map<String, Object> ofInterBroker(
      ServerOptions options, DynamicOptions dynamic, List<Endpoint> endpoints) throws IOException {
    String listener = options.cluster().interBrokerListener();
    String protocol = options.cluster().interBrokerProtocol();
    Endpoint own =
        endpoints.stream()
            .filter(each -> each.listener().equals(listener))
            .findFirst()
            .orElseThrow(
                () -> new IOException("there is no listener " + listener + " between brokers"));
    ListenerSettings settings = dynamic.listener(listener);
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", address(own));
    all.put("security.protocol", protocol);
    all.put("enable.metrics.push", "false");
    if (protocol.endsWith("SSL")) {
      tls(settings, all);
    }
    if (protocol.startsWith("SASL")) {
      String mechanism = settings.get(SaslOptions.SASL_MECHANISM_INTER_BROKER_PROTOCOL);
      Secret jaas = settings.find(SaslOptions.SASL_JAAS_CONFIG, mechanism);
      if (jaas == null) {
        throw new IOException(
            "listener.name.%s.%s.sasl.jaas.config is not set: it says who this node is"
                .formatted(settings.listener(), mechanism.toLowerCase(java.util.Locale.ROOT)));
      }
      all.put("sasl.mechanism", mechanism);
      all.put("sasl.jaas.config", jaas.reveal());
    }
    return all;
  }

  static String address(Endpoint endpoint) {
    String host = endpoint.host().indexOf(':') >= 0 ? "[" + endpoint.host() + "]" : endpoint.host();
    return host + ":" + endpoint.port();
  }

  /// What is set of TLS, under the names that clients know, which are the same.
  static void tls(ListenerSettings settings, Map<String, Object> all) {
    for (Option<?> option : SslOptions.GROUP.options()) {
      Object value = settings.find(option);
      if (value != null && !option.equals(SslOptions.SSL_CLIENT_AUTH)) {
        all.put(option.name(), text(value));
      }
    }
    if (settings.get(SslOptions.SSL_CIPHER_SUITES).isEmpty()) {
      all.remove(SslOptions.SSL_CIPHER_SUITES.name());
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case Secret secret -> secret.reveal();
      case List<?> list -> String.join(",", list.stream().map(String::valueOf).toList());
      default -> String.valueOf(value);
    };
  }
}
