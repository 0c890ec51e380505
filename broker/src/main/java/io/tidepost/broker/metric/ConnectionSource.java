package io.tidepost.broker.metric;

import io.tidepost.broker.net.ConnectionCounts;
import java.util.function.Consumer;

/// Counts connections when asked.
public interface ConnectionSource {

  /// @param each whether every connection is to be noted
  /// @param done told on some loop, once all loops have counted
  void count(boolean each, Consumer<ConnectionCounts> done);
}
