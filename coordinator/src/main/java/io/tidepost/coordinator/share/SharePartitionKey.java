package io.tidepost.coordinator.share;

import io.tidepost.base.Uuid;

/// One partition as one share group sees it.
///
/// @param groupId the share group
/// @param topicId the topic
/// @param partition its partition
public record SharePartitionKey(String groupId, Uuid topicId, int partition) {

  /// The key that decides which partition of `__share_group_state` remembers it (what
  /// FindCoordinator asks for).
  public String coordinatorKey() {
    return groupId + ":" + topicId + ":" + partition;
  }

  @Override
  public String toString() {
    return coordinatorKey();
  }
}
