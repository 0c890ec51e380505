package io.tidepost.broker.share;

import io.tidepost.base.option.Options;
import io.tidepost.broker.group.GroupConfigs;
import io.tidepost.broker.option.GroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.replica.share.ShareSettings;
import org.jspecify.annotations.Nullable;

/// The options of a share group as its share partitions obey them; looked up again when the
/// metadata have changed. One thread.
final class GroupSettings {

  private final BrokerContext context;
  private final String groupId;
  private @Nullable MetadataImage image;
  private @Nullable Options broker;
  private Options options;
  private ShareSettings settings = ShareSettings.DEFAULTS;

  GroupSettings(BrokerContext context, String groupId) {
    this.context = context;
    this.groupId = groupId;
    this.options = GroupConfigs.of(context, groupId);
    refresh();
  }

  /// @return whether something may have changed
  boolean refresh() {
    MetadataImage newest = context.image();
    Options current = context.options().current();
    if (newest == image && current == broker) {
      return false;
    }
    image = newest;
    broker = current;
    options = GroupConfigs.of(context, groupId);
    boolean deadLetters = !options.get(GroupOptions.ERRORS_DEADLETTERQUEUE_TOPIC_NAME).isEmpty();
    settings =
        new ShareSettings(
            options.get(GroupOptions.SHARE_RECORD_LOCK_DURATION_MS),
            options.get(GroupOptions.SHARE_DELIVERY_COUNT_LIMIT),
            options.get(GroupOptions.SHARE_PARTITION_MAX_RECORD_LOCKS),
            options.get(GroupOptions.SHARE_RENEW_ACKNOWLEDGE_ENABLE),
            deadLetters);
    return true;
  }

  ShareSettings settings() {
    return settings;
  }

  /// Whether members see only records of committed transactions.
  boolean committedOnly() {
    return options.get(GroupOptions.SHARE_ISOLATION_LEVEL).equals("read_committed");
  }

  /// Where the group begins in a partition it knows nothing of.
  String offsetReset() {
    return options.get(GroupOptions.SHARE_AUTO_OFFSET_RESET);
  }

  /// Name of the dead-letter topic, empty for none.
  String deadLetterTopic() {
    return options.get(GroupOptions.ERRORS_DEADLETTERQUEUE_TOPIC_NAME);
  }

  /// Whether dead letters hold the record's key and value.
  boolean copiesDeadLetters() {
    return options.get(GroupOptions.ERRORS_DEADLETTERQUEUE_COPY_RECORD_ENABLE);
  }
}
