package io.tidepost.broker.cluster;

import io.tidepost.wire.Message;
import java.util.function.Consumer;

/// Serves a request of this node to its own controller, as the controller's listener would serve it
/// to another node. Any thread.
@FunctionalInterface
public interface LocalController {

  /// @param request of an API between nodes
  /// @param answer gets the response, on any thread
  void serve(Message request, Consumer<Message> answer);
}
