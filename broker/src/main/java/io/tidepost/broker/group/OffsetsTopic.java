package io.tidepost.broker.group;

import io.tidepost.base.option.Options;
import io.tidepost.broker.Log;
import io.tidepost.broker.option.OffsetsOptions;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `__consumer_offsets`: how groups are spread over it, and its creation when the first client asks
/// for a coordinator. Any thread.
public final class OffsetsTopic {

  private static final Log LOG = Log.of(OffsetsTopic.class);

  /// Least value of `segment.bytes`. The broker's option may be less, and must not keep groups from
  /// being served.
  private static final int SEGMENT_BYTES_MIN = 1 << 20;

  public static final String NAME = "__consumer_offsets";

  private final BrokerContext context;
  private final List<Consumer<@Nullable Failure>> waiting = new ArrayList<>();

  OffsetsTopic(BrokerContext context) {
    this.context = context;
  }

  /// The topic, `null` before it exists.
  public @Nullable Topic find() {
    return context.image().topics().byName(NAME);
  }

  /// The partition that holds a group, as Kafka spreads them.
  public int partitionOf(String groupId) {
    Topic topic = find();
    int partitions =
        topic == null
            ? context.options().current().get(OffsetsOptions.OFFSETS_TOPIC_NUM_PARTITIONS)
            : topic.partitions().size();
    return spread(groupId, partitions);
  }

  static int spread(String groupId, int partitions) {
    int hash = groupId.hashCode();
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitions;
  }

  /// Makes sure that the topic exists. Whoever asks while it is being created waits for the same
  /// creation.
  ///
  /// @param done told `null` once it exists and is led, else why it does not
  public void create(Consumer<@Nullable Failure> done) {
    if (find() != null) {
      done.accept(null);
      return;
    }
    synchronized (waiting) {
      waiting.add(done);
      if (waiting.size() > 1) {
        return;
      }
    }
    var command = new CreateTopics(List.of(newTopic()), false);
    context.controller().submit(command, (outcomes, failure) -> created(outcomes, failure));
  }

  private void created(
      @Nullable Map<String, CreateTopics.Outcome> outcomes, @Nullable Failure failure) {
    Failure why = failure;
    CreateTopics.Outcome outcome = outcomes == null ? null : outcomes.get(NAME);
    if (why == null && outcome != null && outcome.failure() != null) {
      boolean exists = outcome.failure().error() == ErrorCode.TOPIC_ALREADY_EXISTS;
      why = exists ? null : outcome.failure();
    }
    if (why != null) {
      LOG.warn("{} cannot be created, no group can be served: {}", NAME, why.message());
    }
    List<Consumer<@Nullable Failure>> told;
    synchronized (waiting) {
      told = List.copyOf(waiting);
      waiting.clear();
    }
    for (Consumer<@Nullable Failure> each : told) {
      each.accept(why);
    }
  }

  /// With fewer brokers than `offsets.topic.replication.factor` it gets as many replicas as there
  /// are brokers, so that one node with default options serves groups.
  private NewTopic newTopic() {
    Options options = context.options().current();
    long brokers = context.image().brokers().values().stream().filter(Broker::isActive).count();
    int wanted = options.get(OffsetsOptions.OFFSETS_TOPIC_REPLICATION_FACTOR);
    short replicas = (short) Math.max(1, Math.min(wanted, brokers));
    return new NewTopic(
        NAME,
        options.get(OffsetsOptions.OFFSETS_TOPIC_NUM_PARTITIONS),
        replicas,
        List.of(),
        Map.of(
            "cleanup.policy",
            "compact",
            "compression.type",
            "producer",
            "segment.bytes",
            String.valueOf(
                Math.max(
                    SEGMENT_BYTES_MIN, options.get(OffsetsOptions.OFFSETS_TOPIC_SEGMENT_BYTES)))));
  }
}
