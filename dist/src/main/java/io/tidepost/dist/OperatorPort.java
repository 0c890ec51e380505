package io.tidepost.dist;

import io.tidepost.console.Console;
import io.tidepost.console.ConsoleSettings;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpResource;
import io.tidepost.http.HttpService;
import io.tidepost.http.LazyPort;
import io.tidepost.monitor.Monitor;
import io.tidepost.monitor.health.HealthResource;
import io.tidepost.monitor.prometheus.MetricsResource;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port for those who run the node. It is bound as soon as the broker's ports are, and what it
/// serves is loaded when somebody comes: that may be before the node serves clients.
final class OperatorPort {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorPort.class);

  private final Monitor monitor;
  private final ConsoleListener console;
  private List<LazyPort> ports = List.of();
  private List<HttpResource> resources = List.of();

  private OperatorPort(Monitor monitor, ConsoleListener console) {
    this.monitor = monitor;
    this.console = console;
  }

  /// @throws IOException when an address cannot be bound; the message names it
  static OperatorPort open(List<HttpAddress> addresses, Monitor monitor, ConsoleListener console)
      throws IOException {
    OperatorPort opened = new OperatorPort(monitor, console);
    opened.ports = LazyPort.bind(addresses, opened::serve);
    return opened;
  }

  private AutoCloseable serve(ServerSocketChannel channel) {
    return HttpService.start(channel, "application/json", Callers.ANYBODY, resources());
  }

  private synchronized List<HttpResource> resources() {
    List<HttpResource> known = resources;
    if (known.isEmpty()) {
      known = new ArrayList<>();
      known.add(new HealthResource(monitor.server()));
      known.add(new MetricsResource(monitor));
      ConsoleSettings settings = console.settings(monitor.server());
      if (settings == null) {
        LOG.warn(
            "no console: it needs a listener with the protocol PLAINTEXT, or SASL_PLAINTEXT with"
                + " SCRAM or PLAIN");
      } else {
        known.add(new Console(settings));
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
