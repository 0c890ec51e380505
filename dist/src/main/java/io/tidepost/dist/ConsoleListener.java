package io.tidepost.dist;

import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.console.ConsoleSettings;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.http.HttpAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What the console of a node is told about where it is.
final class ConsoleListener {

  private final ServerOptions options;
  private final List<HttpAddress> addresses;
  private final Supplier<@Nullable URI> registry;
  private final Supplier<@Nullable SSLContext> registryTrust;

  /// @param addresses that the console is served at
  /// @param registry tells where schemas are
  /// @param registryTrust whom to believe that they are it
  ConsoleListener(
      ServerOptions options,
      List<HttpAddress> addresses,
      Supplier<@Nullable URI> registry,
      Supplier<@Nullable SSLContext> registryTrust) {
    this.options = options;
    this.addresses = List.copyOf(addresses);
    this.registry = registry;
    this.registryTrust = registryTrust;
  }

  /// To be asked when the ports are bound.
  ///
  /// @param facts what only the nodes know
  /// @return `null` on a node that is no broker
  @Nullable ConsoleSettings settings(TidepostServer server, ClusterFacts facts) {
    return options.cluster().runsBroker()
        ? new ConsoleSettings(
            new ConsoleEntrance(options, server),
            registry,
            registryTrust,
            facts,
            addresses.stream().allMatch(ConsoleListener::loopback))
        : null;
  }

  private static boolean loopback(HttpAddress address) {
    return address.host().equals("localhost")
        || address.host().startsWith("127.")
        || address.host().equals("[::1]");
  }

  /// An address as one connects to it.
  static URI reached(HttpAddress address) {
    return URI.create(
        (address.secure() ? "https://" : "http://")
            + (address.host().isEmpty() ? "localhost" : address.host())
            + ":"
            + address.port());
  }
}
