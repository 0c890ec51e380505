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

  /// Whether `key` has the form of [#coordinatorKey].
  public static boolean isCoordinatorKey(String key) {
    int last = key.lastIndexOf(':');
    int first = last < 0 ? -1 : key.lastIndexOf(':', last - 1);
    if (first <= 0) {
      return false;
    }
    try {
      Uuid.parse(key.substring(first + 1, last));
      return Integer.parseInt(key.substring(last + 1)) >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return coordinatorKey();
  }
}
