package io.tidepost.dist;

import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.security.visitor.RefusedVisitor;
import io.tidepost.broker.security.visitor.Visitor;
import io.tidepost.broker.security.visitor.Visitors;
import io.tidepost.broker.server.ActingClients;
import io.tidepost.broker.server.NodeClients;
import io.tidepost.broker.server.Phase;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.broker.server.VisitorRights;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Entrance;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// How people come from the console of this node to the cluster. Where clients have to say who they
/// are, people have to, too: each acts under their own name and may do what they may do on the
/// wire.
final class ConsoleEntrance implements Entrance {

  private static final String SERVICE = "console";

  private final ServerOptions options;
  private final TidepostServer server;

  ConsoleEntrance(ServerOptions options, TidepostServer server) {
    this.options = options;
    this.server = server;
  }

  @Override
  public boolean loginNeeded() {
    return options.listeners().stream().anyMatch(Listener::sasl)
        || !VisitorRights.anybodyComesIn(options);
  }

  private NodeClients node() {
    if (server.phase() != Phase.SERVING) {
      throw new ConsoleFailure(503, "This node is not ready yet. Try again in a moment.");
    }
    return server.clients();
  }

  @Override
  public Clients anybody() {
    return clients(node(), Visitor.ANONYMOUS, "");
  }

  @Override
  public Clients login(String host, String user, String password) {
    NodeClients node = node();
    try {
      Visitor visitor =
          node.visitors()
              .byPassword(
                  new Visitors.Arrival(SERVICE, InetAddress.getByName(host)), user, password);
      String pair = user + ":" + password;
      return clients(
          node,
          visitor,
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    } catch (RefusedVisitor e) {
      throw e.isBusy()
          ? new ConsoleFailure(503, "Too many want in at once. Try again in a moment.")
          : new ConsoleFailure(401, "The name or the password is wrong.");
    } catch (IOException e) {
      throw new ConsoleFailure(503, String.valueOf(e.getMessage()));
    }
  }

  private Clients clients(NodeClients node, Visitor visitor, String authorization) {
    try {
      ActingClients acting = node.of(visitor);
      return new Clients(
          acting.settings(), authorization, acting.inside() ? shown() : null, acting.end());
    } catch (IOException e) {
      throw new ConsoleFailure(403, e.getMessage() + ".");
    }
  }

  /// The listener that programs are best told of: one where they log in as people do here.
  private @Nullable Shown shown() {
    return options.advertised().stream()
        .max(Comparator.comparing(Listener::sasl))
        .map(listener -> {
          int port =
              listener.port() != 0
                  ? listener.port()
                  : server.ports().getOrDefault(listener.name(), 0);
          return new Shown(listener.host() + ":" + port, listener.protocol());
        })
        .orElse(null);
  }
}
