package io.tidepost.rest;

import io.tidepost.http.Caller;
import java.io.IOException;
import java.util.Map;

/// How Kafka clients that act for a caller come to the cluster, which decides what the caller may
/// do. Any thread; blocks.
public interface CallerWay {

  /// Settings of clients for one caller.
  ///
  /// @param settings `bootstrap.servers` and what security needs
  /// @param end to be called when no further client is made of them
  record Clients(Map<String, Object> settings, Runnable end) {}

  /// @throws IOException when there is no way for the caller; the message says why
  Clients of(Caller caller) throws IOException;
}
