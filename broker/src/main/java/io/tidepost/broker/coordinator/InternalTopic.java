package io.tidepost.broker.coordinator;

import io.tidepost.broker.Log;
import io.tidepost.broker.server.BrokerContext;
import io.tidepost.metadata.controller.CreateTopics;
import io.tidepost.metadata.controller.Failure;
import io.tidepost.metadata.controller.NewTopic;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A topic that a coordinator keeps its state in: how keys are spread over it, and its creation
/// when the first client asks for a coordinator. Any thread.
public final class InternalTopic {

  private static final Log LOG = Log.of(InternalTopic.class);

  /// What the broker's options want of the topic.
  ///
  /// @param partitions how many, as long as the topic does not exist
  /// @param replicationFactor with fewer brokers it gets as many replicas as there are brokers, so
  ///   that one node with default options serves everybody
  /// @param inSyncReplicasMin `min.insync.replicas`, lowered with the replicas; 0 leaves it unset
  /// @param configs the topic's other options
  public record Settings(
      int partitions, int replicationFactor, int inSyncReplicasMin, Map<String, String> configs) {}

  private final BrokerContext context;
  private final String name;
  private final Supplier<Settings> settings;
  private final List<Consumer<@Nullable Failure>> waiting = new ArrayList<>();

  /// @param settings read when they are needed
  public InternalTopic(BrokerContext context, String name, Supplier<Settings> settings) {
    this.context = context;
    this.name = name;
    this.settings = settings;
  }

  public String name() {
    return name;
  }

  /// The topic, `null` before it exists.
  public @Nullable Topic find() {
    return context.image().topics().byName(name);
  }

  /// The partition that holds a key, as Kafka spreads them.
  public int partitionOf(String key) {
    Topic topic = find();
    int partitions = topic == null ? settings.get().partitions() : topic.partitions().size();
    return spread(key, partitions);
  }

  static int spread(String key, int partitions) {
    int hash = key.hashCode();
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
    CreateTopics.Outcome outcome = outcomes == null ? null : outcomes.get(name);
    if (why == null && outcome != null && outcome.failure() != null) {
      boolean exists = outcome.failure().error() == ErrorCode.TOPIC_ALREADY_EXISTS;
      why = exists ? null : outcome.failure();
    }
    if (why != null) {
      LOG.warn("{} cannot be created, its coordinator serves nobody: {}", name, why.message());
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

  private NewTopic newTopic() {
    Settings wanted = settings.get();
    long brokers = context.image().brokers().values().stream().filter(Broker::isActive).count();
    short replicas = (short) Math.max(1, Math.min(wanted.replicationFactor(), brokers));
    Map<String, String> configs = new HashMap<>(wanted.configs());
    if (wanted.inSyncReplicasMin() > 0) {
      int inSync = Math.min(wanted.inSyncReplicasMin(), replicas);
      configs.put("min.insync.replicas", String.valueOf(inSync));
    }
    return new NewTopic(name, wanted.partitions(), replicas, List.of(), configs);
  }
}
