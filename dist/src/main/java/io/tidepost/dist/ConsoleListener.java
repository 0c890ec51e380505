package io.tidepost.dist;

import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.SaslOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.console.ConsoleSettings;
import io.tidepost.http.HttpAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// By which of the node's listeners its console comes in. Where clients have to say who they are,
/// people have to, too: each acts under their own name and may do what they may do on the wire.
final class ConsoleListener {

  /// The strongest first.
  private static final List<String> MECHANISMS = List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN");

  private final ServerOptions options;
  private final List<HttpAddress> addresses;
  private final Supplier<@Nullable URI> registry;

  /// @param addresses that the console is served at
  /// @param registry tells where schemas are
  ConsoleListener(
      ServerOptions options, List<HttpAddress> addresses, Supplier<@Nullable URI> registry) {
    this.options = options;
    this.addresses = List.copyOf(addresses);
    this.registry = registry;
  }

  /// To be asked when the ports are bound.
  ///
  /// @return `null` when no listener can be used
  @Nullable ConsoleSettings settings(TidepostServer server) {
    Listener listener = listener();
    if (listener == null) {
      return null;
    }
    String bootstrap =
        (listener.host().isEmpty() ? "localhost" : listener.host())
            + ":"
            + server.ports().get(listener.name());
    return new ConsoleSettings(
        Map.of("bootstrap.servers", bootstrap, "security.protocol", listener.protocol()),
        listener.sasl() ? mechanism() : null,
        registry,
        addresses.stream().allMatch(ConsoleListener::loopback));
  }

  private @Nullable Listener listener() {
    List<Listener> plain =
        options.listeners().stream().filter(listener -> !listener.encrypted()).toList();
    boolean named = options.listeners().stream().anyMatch(Listener::sasl);
    return plain.stream()
        .filter(listener -> listener.sasl() == named)
        .filter(listener -> !named || mechanism() != null)
        .findFirst()
        .orElse(null);
  }

  private @Nullable String mechanism() {
    List<String> enabled = options.options().get(SaslOptions.SASL_ENABLED_MECHANISMS);
    return MECHANISMS.stream().filter(enabled::contains).findFirst().orElse(null);
  }

  private static boolean loopback(HttpAddress address) {
    return address.host().equals("localhost")
        || address.host().startsWith("127.")
        || address.host().equals("[::1]");
  }

  /// An address as one connects to it.
  static URI reached(HttpAddress address) {
    return URI.create(
        "http://"
            + (address.host().isEmpty() ? "localhost" : address.host())
            + ":"
            + address.port());
  }
}
