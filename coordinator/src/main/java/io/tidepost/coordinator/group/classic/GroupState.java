package io.tidepost.coordinator.group.classic;

/// Where a classic group is.
///
/// ```
///            join                    everybody joined
///  EMPTY ----------> PREPARING_REBALANCE ----------> COMPLETING_REBALANCE
///    ^                    |      ^    ^                  |        |
///    |  nobody is left    |      |    |  join, leave,    |        | leader's assignment
///    +--------------------+      |    +--- expiry -------+        | is committed
///                                |                                v
///                                +------ join, leave, expiry -- STABLE
/// ```
public enum GroupState {
  /// No members; the group may have committed offsets.
  EMPTY("Empty"),
  /// Members are asked to join again, JoinGroup requests wait.
  PREPARING_REBALANCE("PreparingRebalance"),
  /// The generation is settled, SyncGroup requests wait for the leader's assignment.
  COMPLETING_REBALANCE("CompletingRebalance"),
  /// Everybody has an assignment.
  STABLE("Stable");

  private final String text;

  GroupState(String text) {
    this.text = text;
  }

  /// Kafka's name of the state.
  @Override
  public String toString() {
    return text;
  }
}
