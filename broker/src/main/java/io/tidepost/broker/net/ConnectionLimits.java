package io.tidepost.broker.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides who may connect: `max.connections.per.ip` with its overrides, and
/// `max.connection.creation.rate` over a window of one second. Any thread.
final class ConnectionLimits {

  private static final long WINDOW_MILLIS = 1000;

  private NetOptions options;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int connections;
  private long windowStartMillis;
  private int createdInWindow;

  ConnectionLimits(NetOptions options) {
    this.options = options;
  }

  /// Takes over changed options; connections that are open stay open.
  synchronized void change(NetOptions changed) {
    options = changed;
  }

  /// Counts a new connection.
  ///
  /// @return why it is refused, `null` when it is welcome
  synchronized @Nullable String accept(InetAddress address, long nowMillis) {
    int ofAddress = byAddress.getOrDefault(address, 0);
    int limit =
        options
            .connectionsPerIpOverrides()
            .getOrDefault(address.getHostAddress(), options.connectionsPerIpMax());
    if (ofAddress >= limit) {
      return "there are %d connections from %s already (max.connections.per.ip)"
          .formatted(ofAddress, address.getHostAddress());
    }
    if (nowMillis - windowStartMillis >= WINDOW_MILLIS) {
      windowStartMillis = nowMillis;
      createdInWindow = 0;
    }
    if (createdInWindow >= options.creationRateMax()) {
      return "%d connections were made within a second (max.connection.creation.rate)"
          .formatted(createdInWindow);
    }
    createdInWindow++;
    connections++;
    byAddress.put(address, ofAddress + 1);
    return null;
  }

  /// A connection that was accepted is gone.
  synchronized void closed(InetAddress address) {
    connections--;
    byAddress.computeIfPresent(address, (key, count) -> count <= 1 ? null : count - 1);
  }

  /// Whether `max.connections` is reached: accepting pauses until somebody leaves.
  synchronized boolean isFull() {
    return connections >= options.connectionsMax();
  }

  synchronized int connections() {
    return connections;
  }
}
