package io.tidepost.coordinator.group;

import io.tidepost.coordinator.group.share.ShareGroupSettings;

/// What the groups of a shard need to know of the broker around them. Called on the owner loop.
public interface GroupSurroundings {

  /// The topics that exist now.
  TopicCatalog topics();

  /// Options of a share group: the broker's, overlaid with the group's own.
  ShareGroupSettings shareSettings(String groupId);
}
