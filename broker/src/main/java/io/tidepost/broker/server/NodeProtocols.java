package io.tidepost.broker.server;

import io.tidepost.broker.option.ClusterOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ListenerSettings;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.SslOptions;
import org.jspecify.annotations.Nullable;

/// What nodes ask of each other, and what of that can be served.
final class NodeProtocols {

  private NodeProtocols() {}

  /// Whether the protocol by which controllers agree may come in by a controller's listener: it
  /// knows no SASL, so that certificates of both sides have to say who is there, or nothing does.
  static boolean takesQuorum(ServerOptions options, Listener listener) {
    if (!listener.encrypted()) {
      return listener.protocol().equals("PLAINTEXT");
    }
    var settings = new ListenerSettings(options.options(), options.prefixed(), listener.name());
    return settings.isOwn(SslOptions.SSL_CLIENT_AUTH)
        && settings.get(SslOptions.SSL_CLIENT_AUTH).equals("required");
  }

  /// Why this node cannot take part in a cluster with its listeners; `null` when it can.
  static @Nullable String whyNot(ServerOptions options) {
    ClusterOptions cluster = options.cluster();
    if (!cluster.runsController() || cluster.controllerListeners().isEmpty()) {
      return null;
    }
    Listener listener = cluster.controllerListeners().getFirst();
    if (!takesQuorum(options, listener)) {
      return "listener %s (%s): controllers agree by a protocol that knows certificates and no SASL; give it TLS and set listener.name.%s.ssl.client.auth=required"
          .formatted(
              listener.name(),
              listener.protocol(),
              listener.name().toLowerCase(java.util.Locale.ROOT));
    }
    String mechanism = options.options().get(SaslOptions.SASL_MECHANISM_CONTROLLER_PROTOCOL);
    return listener.sasl() && mechanism.startsWith("SCRAM")
        ? "sasl.mechanism.controller.protocol="
            + mechanism
            + ": passwords of SCRAM are in the metadata that controllers have yet to agree about;"
            + " use PLAIN"
        : null;
  }
}
