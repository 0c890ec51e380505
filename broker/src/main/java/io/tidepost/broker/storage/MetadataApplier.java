package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/// Makes the partitions on disk what the metadata says they are.
public final class MetadataApplier {

  private final LogManager logs;
  private final int nodeId;
  private final BiFunction<MetadataImage, String, TopicSettings> settings;

  /// @param settings the options of a topic by name
  public MetadataApplier(
      LogManager logs, int nodeId, BiFunction<MetadataImage, String, TopicSettings> settings) {
    this.logs = logs;
    this.nodeId = nodeId;
    this.settings = settings;
  }

  /// Opens or creates every partition of `image` that belongs here, several at a time. Returns at
  /// once.
  ///
  /// @param directoriesBefore ids of the log directories that this broker had when it ran last
  /// @param done runs when all are there, on any thread
  public void applyAll(MetadataImage image, List<Uuid> directoriesBefore, Runnable done) {
    logs.reportStrays(image.topics()::byName);
    Map<Uuid, Integer> known = directories(image);
    directoriesBefore.forEach(id -> known.putIfAbsent(id, 0));
    logs.noteMissing(known);
    host(image, image.topics().sorted(), (topic, number) -> false, done);
  }

  /// Follows a change. Returns at once.
  ///
  /// @param done runs when everything is as the change says, on any thread
  public void apply(MetadataChanges changes, Runnable done) {
    Countdown steps = new Countdown(3, done);
    delete(changes, steps::step);
    host(changes.after(), changes.createdTopics(), (topic, number) -> true, steps::step);
    host(
        changes.after(),
        changes.changedTopics(),
        (topic, number) -> !wasHere(changes.before(), topic, number),
        steps::step);
    for (ConfigResource resource : changes.changedConfigs()) {
      configure(changes.after(), resource);
    }
  }

  /// Number of this broker's replicas by id of their log directory.
  private Map<Uuid, Integer> directories(MetadataImage image) {
    Map<Uuid, Integer> counts = new HashMap<>();
    for (Topic topic : image.topics().sorted()) {
      for (Partition partition : topic.partitions()) {
        if (partition.replicas().contains(nodeId)) {
          counts.merge(partition.directoryOf(nodeId), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  private boolean wasHere(MetadataImage before, Topic topic, int number) {
    Topic old = before.topics().byId(topic.id());
    Partition partition = old == null ? null : old.partition(number);
    return partition != null && partition.replicas().contains(nodeId);
  }

  private void delete(MetadataChanges changes, Runnable done) {
    Countdown left = new Countdown(1, done);
    for (Topic topic : changes.deletedTopics()) {
      for (int number = 0; number < topic.partitions().size(); number++) {
        HostedPartition partition = logs.partitions().findReplica(topic.id(), number);
        if (partition != null) {
          left.expect();
          logs.delete(partition, left::step);
        } else {
          logs.forget(new TopicPartition(topic.name(), number));
        }
      }
    }
    left.step();
  }

  /// @param isNew whether a partition came to this broker just now
  private void host(
      MetadataImage image, List<Topic> topics, BiPredicate<Topic, Integer> isNew, Runnable done) {
    Countdown left = new Countdown(1, done);
    for (Topic topic : topics) {
      TopicSettings topicSettings = settings.apply(image, topic.name());
      for (int number = 0; number < topic.partitions().size(); number++) {
        Partition partition = topic.partitions().get(number);
        if (partition.replicas().contains(nodeId)) {
          Placement placement = Placement.of(partition, nodeId, isNew.test(topic, number));
          host(topic, number, partition, topicSettings, placement, left);
        } else {
          remove(topic, number, left);
        }
      }
    }
    left.step();
  }

  private void host(
      Topic topic,
      int number,
      Partition partition,
      TopicSettings topicSettings,
      Placement placement,
      Countdown left) {
    ReplicaRole role = ReplicaRole.of(partition, nodeId);
    HostedPartition hosted = logs.partitions().findReplica(topic.id(), number);
    if (hosted != null) {
      if (!hosted.role().equals(role)) {
        hosted.loop().execute(() -> hosted.take(role, logs.listeners()));
      }
      return;
    }
    left.expect();
    logs.pool()
        .execute(() -> {
          try {
            logs.host(
                new TopicPartition(topic.name(), number),
                topic.id(),
                role,
                topicSettings,
                placement);
          } finally {
            left.step();
          }
        });
  }

  /// A reassignment has taken the replica away.
  private void remove(Topic topic, int number, Countdown left) {
    HostedPartition hosted = logs.partitions().findReplica(topic.id(), number);
    if (hosted != null) {
      left.expect();
      logs.delete(hosted, left::step);
    }
  }

  private void configure(MetadataImage image, ConfigResource resource) {
    boolean all = resource.type() == ConfigResource.Type.BROKER;
    if (!all && resource.type() != ConfigResource.Type.TOPIC) {
      return;
    }
    for (HostedPartition partition : logs.partitions().all()) {
      String topic = partition.topicPartition().topic();
      if (all || topic.equals(resource.name())) {
        TopicSettings changed = settings.apply(image, topic);
        partition.loop().execute(() -> partition.apply(changed));
      }
    }
  }

  /// Runs something once when everything expected has happened.
  private static final class Countdown {
    private final AtomicInteger left;
    private final Runnable done;

    Countdown(int expected, Runnable done) {
      this.left = new AtomicInteger(expected);
      this.done = done;
    }

    void expect() {
      left.incrementAndGet();
    }

    void step() {
      if (left.decrementAndGet() == 0) {
        done.run();
      }
    }
  }
}
