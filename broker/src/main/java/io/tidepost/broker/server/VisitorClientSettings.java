package io.tidepost.broker.server;

import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.SslOptions;
import io.tidepost.broker.security.SecurityConfigException;
import io.tidepost.broker.security.scram.ScramHash;
import io.tidepost.broker.security.tls.TrustedByClients;
import io.tidepost.broker.security.visitor.Visitor;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.KeptRecordKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings of Kafka clients that show to all nodes of a cluster what a visitor has shown here.
final class VisitorClientSettings {

  private static final String LOGIN_CLASS = "io.tidepost.broker.plugin.ShownToken";

  private VisitorClientSettings() {}

  /// @param endpoints of this node
  /// @throws IOException when no listener takes what the visitor has
  static Map<String, Object> of(
      ServerOptions options, DynamicOptions dynamic, List<Endpoint> endpoints, Visitor visitor)
      throws IOException {
    for (Listener listener : options.listeners()) {
      Endpoint endpoint =
          endpoints.stream()
              .filter(each -> each.listener().equals(listener.name()))
              .findFirst()
              .orElse(null);
      ListenerSettings settings = dynamic.listener(listener.name());
      Map<String, Object> login = login(listener, settings, visitor);
      if (endpoint != null && login != null) {
        Map<String, Object> all = new HashMap<>(login);
        all.put("bootstrap.servers", NodeClientSettings.address(endpoint));
        all.put("security.protocol", listener.protocol());
        all.put("enable.metrics.push", "false");
        if (listener.encrypted()) {
          tls(settings, all);
        }
        return all;
      }
    }
    throw new IOException("no listener of this cluster lets in who came like this");
  }

  private static @Nullable Map<String, Object> login(
      Listener listener, ListenerSettings settings, Visitor visitor) {
    Visitor.Proof proof = visitor.proof();
    if (proof == null) {
      return listener.sasl() || requiresCertificates(settings, listener) ? null : Map.of();
    }
    if (!listener.sasl()) {
      return null;
    }
    List<String> mechanisms = settings.get(SaslOptions.SASL_ENABLED_MECHANISMS);
    return switch (proof) {
      case Visitor.Proof.Password password -> byPassword(mechanisms, visitor, password);
      case Visitor.Proof.Token token ->
          mechanisms.contains("OAUTHBEARER") ? byToken(token.token()) : null;
    };
  }

  private static boolean requiresCertificates(ListenerSettings settings, Listener listener) {
    return listener.encrypted() && settings.get(SslOptions.SSL_CLIENT_AUTH).equals("required");
  }

  /// The password does not cross the network where it need not.
  private static @Nullable Map<String, Object> byPassword(
      List<String> mechanisms, Visitor visitor, Visitor.Proof.Password password) {
    List<String> fitting = new ArrayList<>();
    for (ScramHash hash : ScramHash.values()) {
      var key = KeptRecordKeys.scramCredential(password.user(), hash.number());
      if (key.equals(visitor.credential())) {
        fitting.add(hash.mechanism());
      }
    }
    fitting.add("PLAIN");
    String mechanism = fitting.stream().filter(mechanisms::contains).findFirst().orElse(null);
    if (mechanism == null) {
      return null;
    }
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return Map.of(
        "sasl.mechanism",
        mechanism,
        "sasl.jaas.config",
        "%s required username=%s password=%s;"
            .formatted(module, quoted(password.user()), quoted(password.password())));
  }

  private static Map<String, Object> byToken(String token) {
    return Map.of(
        "sasl.mechanism",
        "OAUTHBEARER",
        "sasl.login.callback.handler.class",
        LOGIN_CLASS,
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required token=%s;"
            .formatted(quoted(token)));
  }

  /// As the parser of JAAS settings reads it back.
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        out.append("\\%03o".formatted((int) c));
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return out.append('"').toString();
  }

  /// The node's own key is shown only where nobody is let in without one: SASL says who it is.
  private static void tls(ListenerSettings settings, Map<String, Object> all) throws IOException {
    NodeClientSettings.tls(settings, all);
    if (!settings.isOwn(SslOptions.SSL_CLIENT_AUTH)
        || !settings.get(SslOptions.SSL_CLIENT_AUTH).equals("required")) {
      all.keySet().removeIf(name -> name.startsWith("ssl.key"));
    }
    if (!all.containsKey(SslOptions.SSL_TRUSTSTORE_LOCATION.name())
        && !all.containsKey(SslOptions.SSL_TRUSTSTORE_CERTIFICATES.name())) {
      try {
        String issuers = TrustedByClients.issuers(settings);
        if (issuers != null) {
          all.put("ssl.truststore.type", "PEM");
          all.put("ssl.truststore.certificates", issuers);
        }
      } catch (SecurityConfigException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }
}
