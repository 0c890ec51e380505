package io.tidepost.broker.server;

import io.tidepost.broker.net.NetServer;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.SecurityOptions;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.security.ListenerGuards;
import io.tidepost.broker.security.inside.InsideListener;
import io.tidepost.broker.security.inside.Pass;
import io.tidepost.broker.security.inside.Passes;
import io.tidepost.broker.security.visitor.Visitor;
import io.tidepost.broker.security.visitor.Visitors;
import io.tidepost.metadata.image.Endpoint;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How Kafka clients that live in this process come to the cluster: those of the schema registry,
/// of contracts, of the REST proxy and of the console. Any thread; blocks.
///
/// A node alone opens a listener for them on the loopback interface when the first one asks, where
/// nothing but a pass made in this process lets in. Where there are others, whose data has to be
/// reached, too, the platform's own work goes by the listener between brokers, as the nodes' own
/// connections do.
public final class NodeClients {

  private static final short SASL_PLAINTEXT = 2;

  private final ServerOptions options;
  private final DynamicOptions dynamic;
  private final Ports ports;
  private final NetServer net;
  private final BrokerServices broker;
  private final boolean alone;
  private final Passes passes;
  private final Visitors visitors;
  private final VisitorRights rights;
  private int insidePort;
  private @Nullable Pass platform;

  NodeClients(
      ServerOptions options,
      DynamicOptions dynamic,
      Ports ports,
      NetServer net,
      BrokerServices broker,
      ListenerGuards guards,
      boolean alone) {
    this.options = options;
    this.dynamic = dynamic;
    this.ports = ports;
    this.net = net;
    this.broker = broker;
    this.alone = alone;
    this.passes = new Passes(key -> broker.image().kept().get(key) != null);
    this.visitors = guards.visitors(options.listeners(), () -> broker.loops().get(0));
    this.rights = new VisitorRights(options, broker);
  }

  /// Settings of clients that do the platform's own work.
  ///
  /// @throws IOException when there is no way for them; the message says why
  public synchronized Map<String, Object> own() throws IOException {
    Listener open = openToAnybody();
    if (open != null) {
      return Map.of("bootstrap.servers", address(open));
    }
    if (!alone) {
      return NodeClientSettings.ofInterBroker(options, dynamic, ports.endpoints());
    }
    Pass pass = platform;
    if (pass == null) {
      pass = passes.issue(InsideListener.PLATFORM, null);
      platform = pass;
    }
    return pass.clientSettings(insidePort());
  }

  /// Settings of clients that act for a visitor.
  ///
  /// @throws IOException when there is no way for them; the message says why
  public ActingClients of(Visitor visitor) throws IOException {
    Listener open = openToAnybody();
    if (open != null && visitor.equals(Visitor.ANONYMOUS)) {
      return new ActingClients(Map.of("bootstrap.servers", address(open)), false, () -> {});
    }
    if (!alone) {
      return new ActingClients(
          VisitorClientSettings.of(options, dynamic, ports.endpoints(), visitor), false, () -> {});
    }
    int port = insidePort();
    Pass pass = passes.issue(visitor.identity(), visitor.credential());
    return new ActingClients(pass.clientSettings(port), true, pass::close);
  }

  /// Finds out who visitors are.
  public Visitors visitors() {
    return visitors;
  }

  /// What visitors may do.
  public VisitorRights rights() {
    return rights;
  }

  /// A listener by which everybody may do everything: the platform needs no other.
  private @Nullable Listener openToAnybody() {
    if (!options.options().get(SecurityOptions.AUTHORIZER_CLASS_NAME).isEmpty()) {
      return null;
    }
    return options.listeners().stream()
        .filter(listener -> listener.protocol().equals("PLAINTEXT"))
        .findFirst()
        .orElse(null);
  }

  private String address(Listener listener) {
    String host = listener.host().isEmpty() ? "localhost" : listener.host();
    return host + ":" + ports.ofClients().get(listener.name());
  }

  private synchronized int insidePort() throws IOException {
    if (insidePort == 0) {
      long delay = dynamic.get(SocketOptions.CONNECTION_FAILED_AUTHENTICATION_DELAY_MS).longValue();
      int port =
          net.bind(InsideListener.ADDRESS, new InsideListener(passes, delay, broker.clock()));
      broker.inside(
          new Endpoint(InsideListener.NAME, InsideListener.ADDRESS.host(), port, SASL_PLAINTEXT));
      net.accept(InsideListener.NAME);
      insidePort = port;
    }
    return insidePort;
  }
}
