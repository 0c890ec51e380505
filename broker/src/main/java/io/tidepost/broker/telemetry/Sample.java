package io.tidepost.broker.telemetry;

import java.util.SortedMap;

/// One number that a client pushed.
///
/// @param name of the metric, such as `org.apache.kafka.producer.record.send.total`
/// @param labels that tell it from others of the same name
/// @param kind what the number means
/// @param value finite
public record Sample(String name, SortedMap<String, String> labels, Kind kind, double value) {

  /// What a number means.
  public enum Kind {
    /// As it is now.
    GAUGE,
    /// Counted since the client started.
    CUMULATIVE,
    /// Counted since its last push.
    DELTA
  }
}
