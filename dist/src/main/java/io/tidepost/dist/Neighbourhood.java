package io.tidepost.dist;

import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.RegistryOptions;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.registry.SchemaRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What lives in the same process as the broker and speaks to it as any client does. Here: the
/// schema registry. Costs a bound port until somebody comes.
final class Neighbourhood {

  private static final Neighbourhood EMPTY = new Neighbourhood(null);

  private final @Nullable SchemaRegistry registry;

  private Neighbourhood(@Nullable SchemaRegistry registry) {
    this.registry = registry;
  }

  /// Opens what the options ask for.
  ///
  /// @throws StartException when that is not possible; the server is closed then
  static Neighbourhood open(ServerOptions options, TidepostServer server) throws StartException {
    List<String> texts = options.options().get(RegistryOptions.TIDEPOST_REGISTRY_LISTENERS);
    if (texts.isEmpty()) {
      return EMPTY;
    }
    boolean builtIn =
        options
            .options()
            .origin(RegistryOptions.TIDEPOST_REGISTRY_LISTENERS)
            .equals(ServerOptions.BUILT_IN);
    try {
      List<HttpAddress> addresses = new ArrayList<>();
      for (String text : texts) {
        addresses.add(HttpAddress.parse(text));
      }
      return new Neighbourhood(
          SchemaRegistry.open(
              addresses,
              Map.of("bootstrap.servers", broker(options, server)),
              Callers.ANYBODY,
              server.context().clusterId()));
    } catch (IOException | IllegalArgumentException e) {
      String why =
          RegistryOptions.TIDEPOST_REGISTRY_LISTENERS
              + ": the schema registry cannot be served at "
              + e.getMessage();
      if (builtIn) {
        LoggerFactory.getLogger(Neighbourhood.class).warn(why);
        return EMPTY;
      }
      server.close();
      throw new StartException(why, e);
    }
  }

  /// The listener that the registry's own clients use.
  private static String broker(ServerOptions options, TidepostServer server) {
    if (!options.options().get(SecurityOptions.AUTHORIZER_CLASS_NAME).isEmpty()) {
      throw new IllegalArgumentException(
          "any address: it lets everybody do everything, and an authorizer is set");
    }
    for (Listener listener : options.listeners()) {
      if (!listener.sasl() && !listener.encrypted()) {
        String host = listener.host().isEmpty() ? "localhost" : listener.host();
        return host + ":" + server.ports().get(listener.name());
      }
    }
    throw new IllegalArgumentException(
        "any address: it needs a listener with the protocol PLAINTEXT to keep schemas");
  }

  /// What the ready line says of it; empty when there is nothing to say.
  String readyWords() {
    return registry == null
        ? ""
        : registry.addresses().stream()
            .map(HttpAddress::toString)
            .collect(Collectors.joining(",", ", schema registry ", ""));
  }
}
