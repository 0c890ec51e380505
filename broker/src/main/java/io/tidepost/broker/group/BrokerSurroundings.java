package io.tidepost.broker.group;

import io.tidepost.base.option.Options;
import io.tidepost.broker.Log;
import io.tidepost.broker.option.ConsumerGroupOptions;
import io.tidepost.broker.option.GroupOptions;
import io.tidepost.broker.option.ShareGroupOptions;
import io.tidepost.broker.option.StreamsGroupOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupSurroundings;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.consumer.ConsumerGroupSettings;
import io.tidepost.coordinator.group.consumer.MigrationPolicy;
import io.tidepost.coordinator.group.share.ShareGroupSettings;
import io.tidepost.coordinator.group.streams.StreamsGroupSettings;
import io.tidepost.coordinator.runtime.Command;
import io.tidepost.metadata.image.MetadataImage;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells groups about the broker that coordinates them. Any thread.
final class BrokerSurroundings implements GroupSurroundings {

  private static final Log LOG = Log.of(BrokerSurroundings.class);

  private final BrokerContext context;
  private final Executor pool;
  private final Consumer<Command<GroupCoordinatorShard>> submit;
  private volatile ImageTopics topics;

  /// @param pool threads for work that takes long
  /// @param submit hands a command to the shard; any thread
  BrokerSurroundings(
      BrokerContext context, Executor pool, Consumer<Command<GroupCoordinatorShard>> submit) {
    this.context = context;
    this.pool = pool;
    this.submit = submit;
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
  public ConsumerGroupSettings consumerSettings(String groupId) {
    Options group = GroupConfigs.of(context, groupId);
    Options broker = context.options().current();
    String policy = broker.get(ConsumerGroupOptions.GROUP_CONSUMER_MIGRATION_POLICY);
    return new ConsumerGroupSettings(
        group.get(GroupOptions.CONSUMER_SESSION_TIMEOUT_MS),
        group.get(GroupOptions.CONSUMER_HEARTBEAT_INTERVAL_MS),
        group.get(GroupOptions.CONSUMER_ASSIGNMENT_INTERVAL_MS),
        broker.get(ConsumerGroupOptions.GROUP_CONSUMER_MAX_SIZE),
        broker.get(ConsumerGroupOptions.GROUP_CONSUMER_ASSIGNORS),
        MigrationPolicy.valueOf(policy.toUpperCase(Locale.ROOT)),
        broker.get(ConsumerGroupOptions.GROUP_CONSUMER_REGEX_REFRESH_INTERVAL_MS));
  }

  @Override
  public StreamsGroupSettings streamsSettings(String groupId) {
    Options group = GroupConfigs.of(context, groupId);
    return new StreamsGroupSettings(
        group.get(GroupOptions.STREAMS_SESSION_TIMEOUT_MS),
        group.get(GroupOptions.STREAMS_HEARTBEAT_INTERVAL_MS),
        group.get(GroupOptions.STREAMS_ASSIGNMENT_INTERVAL_MS),
        group.get(GroupOptions.STREAMS_INITIAL_REBALANCE_DELAY_MS),
        group.get(GroupOptions.STREAMS_NUM_STANDBY_REPLICAS),
        group.get(GroupOptions.STREAMS_TASK_OFFSET_INTERVAL_MS),
        context.options().get(StreamsGroupOptions.GROUP_STREAMS_MAX_SIZE));
  }

  @Override
  public void elsewhere(Supplier<Command<GroupCoordinatorShard>> work) {
    pool.execute(() -> {
      try {
        submit.accept(work.get());
      } catch (RuntimeException e) {
        LOG.error("Work for a group failed", e);
      }
    });
  }

  @Override
  public ShareGroupSettings shareSettings(String groupId) {
    Options options = GroupConfigs.of(context, groupId);
    return new ShareGroupSettings(
        options.get(GroupOptions.SHARE_SESSION_TIMEOUT_MS),
        options.get(GroupOptions.SHARE_HEARTBEAT_INTERVAL_MS),
        options.get(GroupOptions.SHARE_ASSIGNMENT_INTERVAL_MS),
        context.options().get(ShareGroupOptions.GROUP_SHARE_MAX_SIZE));
  }
}
