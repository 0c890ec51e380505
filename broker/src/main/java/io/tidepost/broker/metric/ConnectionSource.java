package io.tidepost.broker.metric;

import io.tidepost.broker.net.ConnectionCounts;
import java.util.function.Consumer;

/// Counts connections when asked.
public interface ConnectionSource {

  /// @param done told on some loop, once all loops have counted
  void count(Consumer<ConnectionCounts> done);
}
