package io.tidepost.dist;

import io.tidepost.base.option.Option;
import io.tidepost.base.option.Origin;
import io.tidepost.broker.option.HttpOptions;
import io.tidepost.broker.option.MonitorOptions;
import io.tidepost.broker.option.RegistryOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.ActingClients;
import io.tidepost.broker.server.StartException;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.dist.question.FactSubjects;
import io.tidepost.http.Caller;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpResource;
import io.tidepost.monitor.Monitor;
import io.tidepost.registry.RegistryBeneath;
import io.tidepost.registry.SchemaRegistry;
import io.tidepost.rest.CallerWay;
import io.tidepost.rest.RestProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What lives in the same process as the broker beside it: the operator's port and the schema
/// registry, which the broker asks, too, and the REST proxy. Costs bound ports until somebody
/// comes.
final class Neighbourhood {

  private final ServerOptions options;
  private @Nullable Monitor monitor;
  private @Nullable ConsoleFacts facts;
  private @Nullable OperatorPort operator;
  private volatile @Nullable SchemaRegistry registry;
  private volatile HttpDoors.@Nullable Door registryDoor;
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
    ConsoleFacts known = new ConsoleFacts(watching);
    facts = known;
    operator =
        open(
            HttpOptions.TIDEPOST_HTTP_LISTENERS,
            "pages and metrics",
            addresses -> {
              if (options.cluster().runsBroker()) {
                known.start();
              }
              HttpDoors.Door door = HttpDoors.forPeople("console", addresses, starting);
              boolean login = options.options().get(MonitorOptions.TIDEPOST_METRICS_LOGIN);
              return OperatorPort.open(
                  addresses,
                  door.door(),
                  watching,
                  new ConsoleListener(
                      options, addresses, this::registryAddress, this::registryTrust),
                  known,
                  login ? HttpDoors.users("metrics", door, starting) : null,
                  registryBeneath());
            });
  }

  /// Opens the rest.
  ///
  /// @throws StartException when that is not possible; the server is closed then
  void open(TidepostServer server) throws StartException {
    Monitor watching = monitor;
    if (watching != null) {
      watching.startJmxIfWanted();
      try {
        watching.startOtlpIfWanted();
      } catch (IllegalArgumentException e) {
        server.close();
        throw new StartException(String.valueOf(e.getMessage()), e);
      }
    }
    if (!options.cluster().runsBroker()) {
      return;
    }
    ConsoleFacts known = facts;
    if (known != null) {
      // Other nodes' consoles ask, too; what answers is loaded then.
      server
          .context()
          .questions()
          .answering(name -> {
            known.start();
            return FactSubjects.find(name, known);
          });
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

  /// The registry beneath a path of the operator's port, where it is served at all.
  private @Nullable HttpResource registryBeneath() {
    boolean served = !options.options().get(RegistryOptions.TIDEPOST_REGISTRY_LISTENERS).isEmpty();
    return served ? new RegistryBeneath("/registry", () -> registry) : null;
  }

  private @Nullable RestProxy openRest(TidepostServer server, SchemaRegistry schemas)
      throws StartException {
    return open(
        RegistryOptions.TIDEPOST_REST_LISTENERS,
        "the REST proxy",
        addresses -> {
          int idleMillis = options.options().get(RegistryOptions.TIDEPOST_REST_CONSUMER_TIMEOUT_MS);
          return RestProxy.open(
              addresses,
              caller -> acting(server, caller),
              schemas,
              HttpDoors.forPrograms("rest", addresses, server).door(),
              Duration.ofMillis(idleMillis));
        });
  }

  private static CallerWay.Clients acting(TidepostServer server, Caller caller) throws IOException {
    ActingClients clients = server.clients().of(PlatformCallers.visitor(caller));
    return new CallerWay.Clients(clients.settings(), clients.end());
  }

  private SchemaRegistry registry(List<HttpAddress> addresses, TidepostServer server)
      throws IOException {
    HttpDoors.Door door = HttpDoors.forPrograms("registry", addresses, server);
    registryDoor = door;
    return SchemaRegistry.open(
        addresses, server.clients()::own, door.door(), server.context().clusterId());
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

  /// Where this node serves schemas; `null` when it does not.
  private @Nullable URI registryAddress() {
    SchemaRegistry opened = registry;
    return opened == null || opened.addresses().isEmpty()
        ? null
        : ConsoleListener.reached(opened.addresses().getFirst());
  }

  /// Whom the console believes that they are the registry of this node.
  private @Nullable SSLContext registryTrust() {
    HttpDoors.Door door = registryDoor;
    return door == null ? null : door.towardsItself();
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
