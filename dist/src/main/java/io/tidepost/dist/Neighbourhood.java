package io.tidepost.dist;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Origin;
import io.tidepost.broker.option.HttpOptions;
import io.tidepost.broker.option.RegistryOptions;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.monitor.Monitor;
import io.tidepost.registry.SchemaRegistry;
import io.tidepost.rest.RestProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What lives in the same process as the broker beside it: the operator's port and the schema
/// registry, which the broker asks, too, and the REST proxy. Costs bound ports until somebody
/// comes.
final class Neighbourhood {

  private final ServerOptions options;
  private @Nullable Monitor monitor;
  private @Nullable OperatorPort operator;
  private volatile @Nullable SchemaRegistry registry;
  private @Nullable RestProxy rest;

  Neighbourhood(ServerOptions options) {
    this.options = options;
  }

  /// Opens what is of use before the node serves clients: a node that waits for others is alive.
  ///
  /// @throws StartException when that is not possible
  void openEarly(TidepostServer starting) throws StartException {
    Monitor watching = new Monitor(starting);
    monitor = watching;
    operator =
        open(
            HttpOptions.TIDEPOST_HTTP_LISTENERS,
            "pages and metrics",
            addresses ->
                OperatorPort.open(
                    addresses,
                    watching,
                    new ConsoleListener(options, addresses, this::registryAddress)));
  }

  /// Opens the rest.
  ///
  /// @throws StartException when that is not possible; the server is closed then
  void open(TidepostServer server) throws StartException {
    Monitor watching = monitor;
    if (watching != null) {
      watching.startJmxIfWanted();
    }
    if (!options.cluster().runsBroker()) {
      return;
    }
    try {
      SchemaRegistry opened =
          open(
              RegistryOptions.TIDEPOST_REGISTRY_LISTENERS,
              "the schema registry",
              addresses -> registry(addresses, server));
      // The broker may ask it although nobody else can.
      SchemaRegistry schemas = opened == null ? registry(List.of(), server) : opened;
      registry = schemas;
      server.contracts(new RegistryContracts(schemas));
      rest = openRest(server, schemas);
    } catch (IOException e) {
      throw new UncheckedIOException("a registry without a port needs none", e);
    } catch (StartException e) {
      server.close();
      throw e;
    }
  }

  private @Nullable RestProxy openRest(TidepostServer server, SchemaRegistry schemas)
      throws StartException {
    return open(
        RegistryOptions.TIDEPOST_REST_LISTENERS,
        "the REST proxy",
        addresses -> {
          checkOpen();
          int idleMillis = options.options().get(RegistryOptions.TIDEPOST_REST_CONSUMER_TIMEOUT_MS);
          return RestProxy.open(
              addresses,
              server.clients()::own,
              schemas,
              Callers.ANYBODY,
              Duration.ofMillis(idleMillis));
        });
  }

  private SchemaRegistry registry(List<HttpAddress> addresses, TidepostServer server)
      throws IOException {
    if (!addresses.isEmpty()) {
      checkOpen();
    }
    return SchemaRegistry.open(
        addresses, server.clients()::own, Callers.ANYBODY, server.context().clusterId());
  }

  private interface Opener<T> {
    T open(List<HttpAddress> addresses) throws IOException;
  }

  /// @return `null` when it is not wanted, or not possible at an address that nobody asked for
  private <T> @Nullable T open(Option<List<String>> option, String what, Opener<T> opener)
      throws StartException {
    List<String> texts = options.options().get(option);
    if (texts.isEmpty()) {
      return null;
    }
    try {
      List<HttpAddress> addresses = new ArrayList<>();
      for (String text : texts) {
        addresses.add(HttpAddress.parse(text));
      }
      return opener.open(addresses);
    } catch (IOException | IllegalArgumentException e) {
      String why = option + ": " + what + " cannot be served at " + e.getMessage();
      Origin origin = options.options().origin(option);
      if (origin.equals(ServerOptions.BUILT_IN) || origin.equals(Origin.DEFAULT)) {
        LoggerFactory.getLogger(Neighbourhood.class).warn(why);
        return null;
      }
      throw new StartException(why, e);
    }
  }

  private void checkOpen() {
    if (!options.options().get(SecurityOptions.AUTHORIZER_CLASS_NAME).isEmpty()) {
      throw new IllegalArgumentException(
          "any address: it lets everybody do everything, and an authorizer is set");
    }
    if (options.listeners().stream().noneMatch(each -> each.protocol().equals("PLAINTEXT"))) {
      throw new IllegalArgumentException(
          "any address: it lets everybody do everything, and no listener does");
    }
  }

  /// Where this node serves schemas; `null` when it does not.
  private @Nullable URI registryAddress() {
    SchemaRegistry opened = registry;
    return opened == null || opened.addresses().isEmpty()
        ? null
        : ConsoleListener.reached(opened.addresses().getFirst());
  }

  /// What the ready line says of it; empty when there is nothing to say.
  String readyWords() {
    return (operator == null ? "" : words("console", operator.addresses()))
        + (registry == null || registry.addresses().isEmpty()
            ? ""
            : words("schema registry", registry.addresses()))
        + (rest == null ? "" : words("REST proxy", rest.addresses()));
  }

  private static String words(String what, List<HttpAddress> addresses) {
    return addresses.stream()
        .map(HttpAddress::toString)
        .collect(Collectors.joining(",", ", " + what + " ", ""));
  }
}
