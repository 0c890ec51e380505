package io.tidepost.coordinator.group.consumer;

/// In which directions a group with live members may change between the classic and the consumer
/// protocol (`group.consumer.migration.policy`).
public enum MigrationPolicy {
  /// In neither.
  DISABLED,
  /// From consumer to classic only.
  DOWNGRADE,
  /// From classic to consumer only.
  UPGRADE,
  /// In both.
  BIDIRECTIONAL;

  /// Whether a classic group may become a consumer group.
  public boolean allowsUpgrade() {
    return this == UPGRADE || this == BIDIRECTIONAL;
  }

  /// Whether a consumer group may become a classic group.
  public boolean allowsDowngrade() {
    return this == DOWNGRADE || this == BIDIRECTIONAL;
  }
}
