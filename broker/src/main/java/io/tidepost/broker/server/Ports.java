package io.tidepost.broker.server;

import io.tidepost.broker.net.ListenerAddress;
import io.tidepost.broker.net.NetServer;
import io.tidepost.broker.net.Relay;
import io.tidepost.broker.option.DynamicOptions;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.option.SocketOptions;
import io.tidepost.broker.security.ListenerGuards;
import io.tidepost.metadata.image.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The ports of a node: its listeners for clients and those of its controller. Bound by the thread
/// that starts the node; afterwards any thread.
final class Ports {

  private final ServerOptions options;
  private final NetServer net;
  private final Map<String, Integer> clients = new LinkedHashMap<>();
  private final Map<String, Integer> controllers = new LinkedHashMap<>();

  /// Where the consensus library listens on the loopback interface; 0 while it does not.
  private volatile int quorumPort;

  private volatile @Nullable BrokerContext admitting;

  Ports(ServerOptions options, NetServer net) {
    this.options = options;
    this.net = net;
  }

  /// Names of the listeners of the controller.
  static Set<String> controllerListeners(ServerOptions options) {
    Set<String> names = new HashSet<>();
    options.cluster().controllerListeners().forEach(listener -> names.add(listener.name()));
    return names;
  }

  /// All listeners that the options name.
  static List<Listener> guarded(ServerOptions options) {
    List<Listener> all = new ArrayList<>(options.listeners());
    all.addAll(options.cluster().controllerListeners());
    return all;
  }

  void bind(ListenerGuards guarding) throws IOException {
    for (Listener listener : options.listeners()) {
      clients.put(listener.name(), net.bind(address(listener), guarding.of(listener.name())));
    }
    for (Listener listener : options.cluster().controllerListeners()) {
      Relay relay =
          NodeProtocols.takesQuorum(options, listener)
              ? new QuorumRelay(listener, guarding, () -> quorumPort, () -> admitting)
              : null;
      int port = net.bind(address(listener), guarding.of(listener.name()), relay);
      controllers.put(listener.name(), port);
    }
  }

  private static ListenerAddress address(Listener listener) {
    return new ListenerAddress(listener.name(), listener.host(), listener.port());
  }

  /// Who decides from now on which nodes may speak the consensus library's protocol.
  void admitting(BrokerContext broker) {
    admitting = broker;
  }

  /// What speaks the consensus library's protocol goes there from now on.
  void quorumPort(int port) {
    quorumPort = port;
  }

  /// The port of the first listener of the controller, 0 when there is none.
  int ofController() {
    return controllers.isEmpty() ? 0 : controllers.values().iterator().next();
  }

  /// The port of the first listener for clients, or else of the controller's.
  int first() {
    return clients.isEmpty() ? ofController() : clients.values().iterator().next();
  }

  /// The bound ports for clients by listener name.
  Map<String, Integer> ofClients() {
    return Map.copyOf(clients);
  }

  /// Lets in who comes to the controller.
  void acceptController() {
    controllers.keySet().forEach(net::accept);
  }

  /// Takes over bounds on connections.
  void limit(DynamicOptions dynamic) {
    net.limit(
        TypedOptions.net(dynamic.current()),
        TypedOptions.perListener(dynamic, options.listeners(), SocketOptions.MAX_CONNECTIONS),
        TypedOptions.perListener(
            dynamic, options.listeners(), SocketOptions.MAX_CONNECTION_CREATION_RATE));
  }

  /// What clients are told, with the ports that were really bound.
  List<Endpoint> endpoints() {
    List<Endpoint> result = new ArrayList<>();
    for (Listener listener : options.advertised()) {
      int port = listener.port() != 0 ? listener.port() : clients.getOrDefault(listener.name(), 0);
      result.add(new Endpoint(listener.name(), listener.host(), port, listener.protocolNumber()));
    }
    return result;
  }

  /// The line that says that and where the node is ready.
  String readyLine(String clusterId) {
    return ReadyLine.of(options, clusterId, clients, controllers);
  }
}
