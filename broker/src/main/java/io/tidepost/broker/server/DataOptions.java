package io.tidepost.broker.server;

/// The options that bound reads and writes, typed.
///
/// @param fetchBytesMax `fetch.max.bytes`
/// @param fetchSessionSlots `max.incremental.fetch.session.cache.slots`
public record DataOptions(int fetchBytesMax, int fetchSessionSlots) {

  /// Kafka's defaults.
  public static final DataOptions DEFAULT = new DataOptions(55 << 20, 1000);
}
