package io.tidepost.broker.storage;

import io.tidepost.base.TopicPartition;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.MetadataChanges;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

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
  /// @param done runs when all are there, on any thread
  public void applyAll(MetadataImage image, Runnable done) {
    logs.reportStrays(image.topics()::byName);
    host(image, image.topics().sorted(), false, done);
  }

  /// Follows a change. Returns at once.
  ///
  /// @param done runs when everything is as the change says, on any thread
  public void apply(MetadataChanges changes, Runnable done) {
    Countdown steps = new Countdown(3, done);
    delete(changes, steps::step);
    host(changes.after(), changes.createdTopics(), true, steps::step);
    host(changes.after(), changes.changedTopics(), true, steps::step);
    for (ConfigResource resource : changes.changedConfigs()) {
      configure(changes.after(), resource);
    }
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

  /// @param mayBeNew whether a partition that is not found is created whatever else is missing
  private void host(MetadataImage image, List<Topic> topics, boolean mayBeNew, Runnable done) {
    Countdown left = new Countdown(1, done);
    for (Topic topic : topics) {
      TopicSettings topicSettings = settings.apply(image, topic.name());
      for (int number = 0; number < topic.partitions().size(); number++) {
        Partition partition = topic.partitions().get(number);
        if (partition.replicas().contains(nodeId)) {
          host(topic, number, partition, topicSettings, mayBeNew, left);
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
      boolean mayBeNew,
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
                mayBeNew);
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
