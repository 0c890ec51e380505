package io.tidepost.broker.server;

import java.util.Map;

/// How Kafka clients in this process act for somebody.
///
/// @param settings of the clients, `bootstrap.servers` and what security needs
/// @param inside whether they come by the listener inside, which is nothing to tell others
/// @param end to be called when no further client is made of them
public record ActingClients(Map<String, Object> settings, boolean inside, Runnable end)
    implements AutoCloseable {

  @Override
  public void close() {
    end.run();
  }

  /// Hides the settings.
  @Override
  public String toString() {
    return "ActingClients[hidden]";
  }
}
