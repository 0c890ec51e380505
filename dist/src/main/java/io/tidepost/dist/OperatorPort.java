package io.tidepost.dist;

import io.tidepost.console.Console;
import io.tidepost.console.ConsoleSettings;
import io.tidepost.dist.question.AskedFacts;
import io.tidepost.http.BoundPort;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpDoor;
import io.tidepost.http.HttpResource;
import io.tidepost.http.HttpService;
import io.tidepost.http.LazyPort;
import io.tidepost.monitor.Monitor;
import io.tidepost.monitor.health.HealthResource;
import io.tidepost.monitor.prometheus.MetricsResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port for those who run the node. It is bound as soon as the broker's ports are, and what it
/// serves is loaded when somebody comes: that may be before the node serves clients.
final class OperatorPort {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorPort.class);

  private final HttpDoor door;
  private final Monitor monitor;
  private final ConsoleListener console;
  private final @Nullable HttpResource registry;
  private final ConsoleFacts facts;
  private final @Nullable Callers metricsUsers;
  private List<LazyPort> ports = List.of();
  private List<HttpResource> resources = List.of();

  private OperatorPort(
      HttpDoor door,
      Monitor monitor,
      ConsoleListener console,
      ConsoleFacts facts,
      @Nullable Callers metricsUsers,
      @Nullable HttpResource registry) {
    this.metricsUsers = metricsUsers;
    this.door = door;
    this.monitor = monitor;
    this.console = console;
    this.facts = facts;
    this.registry = registry;
  }

  /// @param metricsUsers who may read metrics; `null` for everybody
  /// @param registry the schema registry beneath a path; `null` when there is none
  /// @throws IOException when an address cannot be bound; the message names it
  static OperatorPort open(
      List<HttpAddress> addresses,
      HttpDoor door,
      Monitor monitor,
      ConsoleListener console,
      ConsoleFacts facts,
      @Nullable Callers metricsUsers,
      @Nullable HttpResource registry)
      throws IOException {
    OperatorPort opened = new OperatorPort(door, monitor, console, facts, metricsUsers, registry);
    opened.ports = LazyPort.bind(addresses, opened::serve);
    return opened;
  }

  private AutoCloseable serve(BoundPort port) {
    return HttpService.start(port, "application/json", door, resources());
  }

  private synchronized List<HttpResource> resources() {
    List<HttpResource> known = resources;
    if (known.isEmpty()) {
      known = new ArrayList<>();
      known.add(new HealthResource(monitor.server()));
      known.add(new MetricsResource(monitor, metricsUsers));
      ConsoleSettings settings =
          console.settings(monitor.server(), new AskedFacts(facts, facts::context));
      if (settings == null) {
        LOG.info("no console: this node is no broker");
      } else {
        known.add(new Console(settings));
        if (registry != null) {
          known.add(registry);
        }
      }
      resources = known;
    }
    return known;
  }

  /// Where it is, with the ports that were really bound.
  List<HttpAddress> addresses() {
    return ports.stream().map(LazyPort::address).toList();
  }
}
