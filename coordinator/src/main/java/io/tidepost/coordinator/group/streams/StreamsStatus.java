package io.tidepost.coordinator.group.streams;

/// Status codes of StreamsGroupHeartbeat (KIP-1071).
final class StreamsStatus {

  static final byte STALE_TOPOLOGY = 0;
  static final byte MISSING_SOURCE_TOPICS = 1;
  static final byte INCORRECTLY_PARTITIONED_TOPICS = 2;
  static final byte MISSING_INTERNAL_TOPICS = 3;
  static final byte SHUTDOWN_APPLICATION = 4;
  static final byte ASSIGNMENT_DELAYED = 5;

  private StreamsStatus() {}
}
