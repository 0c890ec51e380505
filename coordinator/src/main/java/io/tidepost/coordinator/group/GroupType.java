package io.tidepost.coordinator.group;

/// The kinds of groups that Kafka knows.
public enum GroupType {
  /// JoinGroup and SyncGroup; a member of the group assigns.
  CLASSIC("classic"),
  /// ConsumerGroupHeartbeat (KIP-848); the coordinator assigns.
  CONSUMER("consumer"),
  /// ShareGroupHeartbeat (KIP-932): queues.
  SHARE("share"),
  /// StreamsGroupHeartbeat (KIP-1071): instances of Kafka Streams.
  STREAMS("streams");

  private final String text;

  GroupType(String text) {
    this.text = text;
  }

  /// Kafka's name of the kind.
  @Override
  public String toString() {
    return text;
  }
}
