package io.tidepost.registry;

import java.io.IOException;
import java.util.Map;

/// How the registry's own Kafka clients come to the cluster. Any thread.
public interface ClusterWay {

  /// Settings of the clients, `bootstrap.servers` and what security needs. May block.
  ///
  /// @throws IOException when there is no way; the message says why
  Map<String, Object> settings() throws IOException;
}
