package io.tidepost.broker.group;

import io.tidepost.base.option.Options;
import io.tidepost.broker.option.GroupOptions;
import io.tidepost.broker.option.ShareGroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.GroupSurroundings;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.share.ShareGroupSettings;
import io.tidepost.metadata.image.MetadataImage;

/// Tells groups about the broker that coordinates them. Any thread.
final class BrokerSurroundings implements GroupSurroundings {

  private final BrokerContext context;
  private volatile ImageTopics topics;

  BrokerSurroundings(BrokerContext context) {
    this.context = context;
    this.topics = new ImageTopics(MetadataImage.EMPTY);
  }

  @Override
  public TopicCatalog topics() {
    MetadataImage image = context.image();
    ImageTopics known = topics;
    if (!known.isOf(image)) {
      known = new ImageTopics(image);
      topics = known;
    }
    return known;
  }

  @Override
  public ShareGroupSettings shareSettings(String groupId) {
    Options options = GroupConfigs.of(context, groupId);
    return new ShareGroupSettings(
        options.get(GroupOptions.SHARE_SESSION_TIMEOUT_MS),
        options.get(GroupOptions.SHARE_HEARTBEAT_INTERVAL_MS),
        context.options().get(ShareGroupOptions.GROUP_SHARE_MAX_SIZE));
  }
}
