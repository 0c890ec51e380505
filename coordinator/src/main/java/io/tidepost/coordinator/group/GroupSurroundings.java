package io.tidepost.coordinator.group;

import io.tidepost.coordinator.group.consumer.ConsumerGroupSettings;
import io.tidepost.coordinator.group.share.ShareGroupSettings;
import io.tidepost.coordinator.group.streams.StreamsGroupSettings;
import io.tidepost.coordinator.runtime.Command;
import java.util.function.Supplier;

/// What the groups of a shard need to know of the broker around them. Called on the owner loop.
public interface GroupSurroundings {

  /// The topics that exist now.
  TopicCatalog topics();

  /// Options of the group's consumer protocol: the broker's, overlaid with the group's own.
  ConsumerGroupSettings consumerSettings(String groupId);

  /// Options of a streams group: the broker's, overlaid with the group's own.
  StreamsGroupSettings streamsSettings(String groupId);

  /// Options of a share group: the broker's, overlaid with the group's own.
  ShareGroupSettings shareSettings(String groupId);

  /// Lets something that may take long be worked out elsewhere.
  ///
  /// @param work runs on another thread and touches nothing of the shard; the command it returns is
  ///   submitted to this shard
  void elsewhere(Supplier<Command<GroupCoordinatorShard>> work);
}
