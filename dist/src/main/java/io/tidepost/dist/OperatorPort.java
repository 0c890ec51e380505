package io.tidepost.dist;

import io.tidepost.broker.server.TidepostServer;
import io.tidepost.http.Callers;
import io.tidepost.http.HttpAddress;
import io.tidepost.http.HttpResource;
import io.tidepost.http.HttpService;
import io.tidepost.http.LazyPort;
import io.tidepost.monitor.health.HealthResource;
import io.tidepost.monitor.prometheus.MetricsResource;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/// The port for those who run the node. It is bound as soon as the broker's ports are, and what it
/// serves is loaded when somebody comes: that may be before the node serves clients.
final class OperatorPort {

  private final TidepostServer server;
  private List<LazyPort> ports = List.of();

  private OperatorPort(TidepostServer server) {
    this.server = server;
  }

  /// @throws IOException when an address cannot be bound; the message names it
  static OperatorPort open(List<HttpAddress> addresses, TidepostServer server) throws IOException {
    OperatorPort opened = new OperatorPort(server);
    opened.ports = LazyPort.bind(addresses, opened::serve);
    return opened;
  }

  private AutoCloseable serve(ServerSocketChannel channel) {
    return HttpService.start(channel, "application/json", Callers.ANYBODY, resources());
  }

  private List<HttpResource> resources() {
    return List.of(new HealthResource(server), new MetricsResource(server));
  }

  /// Where it is, with the ports that were really bound.
  List<HttpAddress> addresses() {
    return ports.stream().map(LazyPort::address).toList();
  }
}
