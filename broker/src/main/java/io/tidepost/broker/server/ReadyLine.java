package io.tidepost.broker.server;

import io.tidepost.broker.net.ListenerAddress;
import io.tidepost.broker.option.Listener;
import io.tidepost.broker.option.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The line that says that and where a node is ready.
final class ReadyLine {

  private ReadyLine() {}

  /// @param ports of the listeners for clients, by name
  /// @param controllerPorts of the controller's listeners, by name
  static String of(
      ServerOptions options,
      String clusterId,
      Map<String, Integer> ports,
      Map<String, Integer> controllerPorts) {
    List<String> where = new ArrayList<>();
    where(options.listeners(), ports, where);
    where(options.cluster().controllerListeners(), controllerPorts, where);
    return "ready: %s (node %d, cluster %s, data %s)"
        .formatted(
            String.join(",", where),
            options.nodeId(),
            clusterId,
            String.join(",", options.logDirs().stream().map(Path::toString).toList()));
  }

  private static void where(
      List<Listener> listeners, Map<String, Integer> bound, List<String> where) {
    for (Listener listener : listeners) {
      where.add(
          new ListenerAddress(
                  listener.name(),
                  listener.host().isEmpty() ? "0.0.0.0" : listener.host(),
                  bound.getOrDefault(listener.name(), listener.port()))
              .toString());
    }
  }
}
