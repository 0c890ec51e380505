package io.tidepost.broker.option;

import io.tidepost.base.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the options say about the other nodes.
///
/// @param runsBroker whether this node holds partitions and serves clients
/// @param runsController whether this node may vote on the metadata log
/// @param voters `controller.quorum.voters`
/// @param bootstrapServers `controller.quorum.bootstrap.servers`
/// @param controllerListeners listeners of the controller that this node opens
/// @param controllerListener name of the listener at which controllers are reached; `null` when no
///   controller is named
/// @param controllerProtocol its security protocol
/// @param interBrokerListener name of the listener at which brokers reach each other
/// @param interBrokerProtocol its security protocol
public record ClusterOptions(
    boolean runsBroker,
    boolean runsController,
    List<ControllerAddress> voters,
    List<ControllerAddress> bootstrapServers,
    List<Listener> controllerListeners,
    @Nullable String controllerListener,
    String controllerProtocol,
    String interBrokerListener,
    String interBrokerProtocol) {

  /// Where a controller is reached.
  ///
  /// @param id its node id; -1 when only the address is known
  public record ControllerAddress(int id, String host, int port) {

    static ControllerAddress ofVoter(String text) {
      int at = text.indexOf('@');
      return at(Integer.parseInt(text.substring(0, at).trim()), text.substring(at + 1).trim());
    }

    static ControllerAddress ofServer(String text) {
      return at(-1, text.trim());
    }

    private static ControllerAddress at(int id, String address) {
      int colon = address.lastIndexOf(':');
      String host = address.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      return new ControllerAddress(id, host, Integer.parseInt(address.substring(colon + 1)));
    }

    @Override
    public String toString() {
      return (id < 0 ? "" : id + "@")
          + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
          + ":"
          + port;
    }
  }

  /// Whether other nodes are named, or the metadata is elsewhere: this node has to find its cluster
  /// before it can say which one it belongs to.
  public boolean namesOthers(int nodeId) {
    return !runsController
        ? !voters.isEmpty() || !bootstrapServers.isEmpty()
        : voters.stream().anyMatch(voter -> voter.id() != nodeId)
            || bootstrapServers.stream().anyMatch(server -> !isOwn(server));
  }

  /// Whether this is the address of one of this node's own controller listeners.
  public boolean isOwn(ControllerAddress address) {
    for (Listener listener : controllerListeners) {
      boolean local =
          listener.host().isEmpty() || !listener.reachable()
              ? isLoopback(address.host()) || listener.host().equals(address.host())
              : listener.host().equals(address.host());
      if (local && listener.port() == address.port()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  static ClusterOptions of(
      Options options,
      List<String> controllerNames,
      Listeners listeners,
      @Nullable String firstBrokerListener) {
    List<String> roles = options.get(NodeOptions.PROCESS_ROLES);
    List<ControllerAddress> voters = new ArrayList<>();
    options
        .get(QuorumOptions.CONTROLLER_QUORUM_VOTERS)
        .forEach(text -> voters.add(ControllerAddress.ofVoter(text)));
    List<ControllerAddress> servers = new ArrayList<>();
    options
        .get(QuorumOptions.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS)
        .forEach(text -> servers.add(ControllerAddress.ofServer(text)));
    String controller =
        controllerNames.isEmpty() ? null : controllerNames.getFirst().toUpperCase(Locale.ROOT);
    String interBroker = options.find(ListenerOptions.INTER_BROKER_LISTENER_NAME);
    if (interBroker == null) {
      String protocol = options.get(ListenerOptions.SECURITY_INTER_BROKER_PROTOCOL);
      boolean named =
          options.isSet(ListenerOptions.SECURITY_INTER_BROKER_PROTOCOL)
              || listeners.broker().stream().anyMatch(each -> each.name().equals(protocol));
      interBroker = named || firstBrokerListener == null ? protocol : firstBrokerListener;
    }
    String name = interBroker.toUpperCase(Locale.ROOT);
    return new ClusterOptions(
        roles.contains("broker"),
        roles.contains("controller"),
        List.copyOf(voters),
        List.copyOf(servers),
        listeners.controller(),
        controller,
        controller == null ? "PLAINTEXT" : listeners.protocol(controller),
        name,
        listeners.protocol(name));
  }
}
