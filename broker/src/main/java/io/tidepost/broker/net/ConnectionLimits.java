package io.tidepost.broker.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides how many may be connected: `max.connections`, also per listener, and
/// `max.connections.per.ip` with its overrides. Any thread.
final class ConnectionLimits {

  private NetOptions options;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private final Map<String, Integer> byListener = new HashMap<>();
  private Map<String, Integer> listenersMax = Map.of();
  private int connections;

  ConnectionLimits(NetOptions options) {
    this.options = options;
  }

  /// Takes over changed options; connections that are open stay open.
  synchronized void change(NetOptions changed) {
    options = changed;
  }

  /// Takes over bounds of single listeners, by name.
  synchronized void changeListeners(Map<String, Integer> changed) {
    listenersMax = changed;
  }

  /// Counts a new connection.
  ///
  /// @return why it is refused, `null` when it is welcome
  synchronized @Nullable String accept(String listener, InetAddress address) {
    int ofAddress = byAddress.getOrDefault(address, 0);
    int limit =
        options
            .connectionsPerIpOverrides()
            .getOrDefault(address.getHostAddress(), options.connectionsPerIpMax());
    if (ofAddress >= limit) {
      return "there are %d connections from %s already (max.connections.per.ip)"
          .formatted(ofAddress, address.getHostAddress());
    }
    connections++;
    byAddress.put(address, ofAddress + 1);
    byListener.merge(listener, 1, Integer::sum);
    return null;
  }

  /// A connection that was accepted is gone.
  synchronized void closed(String listener, InetAddress address) {
    connections--;
    byListener.merge(listener, -1, Integer::sum);
    byAddress.computeIfPresent(address, (key, count) -> count <= 1 ? null : count - 1);
  }

  /// Whether `max.connections` is reached in all or by this listener: accepting pauses until
  /// somebody leaves.
  synchronized boolean isFull(String listener) {
    return connections >= options.connectionsMax()
        || byListener.getOrDefault(listener, 0)
            >= listenersMax.getOrDefault(listener, Integer.MAX_VALUE);
  }

  synchronized int connections() {
    return connections;
  }
}
