package io.tidepost.test;

import io.tidepost.base.Clock;
import io.tidepost.broker.option.ServerOptions;
import io.tidepost.broker.server.TidepostServer;
import io.tidepost.broker.server.World;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/// The steps of a start, and what has to be waited for.
final class Starting {

  private static final long TOPIC_SECONDS_MAX = 60;
  private static final long LOOK_MILLIS = 2;

  private Starting() {}

  static TidepostNode node(HeldPort port, TestClock time, long diskBytes, ServerOptions options) {
    Clock clock = time.seam();
    MemoryDisk disk = new MemoryDisk(clock, diskBytes);
    return new TidepostNode(
        port, new World(disk, clock, World.MACHINE.randomness()), disk, options);
  }

  /// Starts nodes side by side.
  static void all(List<TidepostNode> nodes) {
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    for (TidepostNode node : nodes) {
      CompletableFuture<Void> start = new CompletableFuture<>();
      Thread.ofVirtual()
          .name("tidepost-test-start-" + node.id())
          .start(() -> {
            try {
              node.start();
              start.complete(null);
            } catch (RuntimeException | Error e) {
              start.completeExceptionally(e);
            }
          });
      starts.add(start);
    }
    try {
      // Each has ended, well or not, before anything is closed.
      CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      throw new IllegalStateException(Optional.ofNullable(e.getCause()).orElse(e).getMessage(), e);
    }
  }

  /// Makes topics and waits until every node that runs knows them with leaders that serve them.
  static void topics(Tidepost kafka, List<ClusterSettings.TopicSettings> topics) {
    short replicas = (short) NodeSettings.replicas(kafka.nodes().size());
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              topics.stream()
                  .map(topic ->
                      new NewTopic(topic.name(), topic.partitions(), replicas)
                          .configs(topic.configs()))
                  .toList())
          .all()
          .get(TOPIC_SECONDS_MAX, TimeUnit.SECONDS);
      long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(TOPIC_SECONDS_MAX);
      for (ClusterSettings.TopicSettings topic : topics) {
        while (!isServed(kafka, topic)) {
          if (System.nanoTime() - endNanos > 0) {
            throw new TimeoutException("not every node serves it");
          }
          Thread.sleep(LOOK_MILLIS);
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "topics cannot be made: " + Optional.ofNullable(e.getCause()).orElse(e).getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "topics were not there after " + TOPIC_SECONDS_MAX + " s: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were made", e);
    }
  }

  private static boolean isServed(Tidepost kafka, ClusterSettings.TopicSettings topic) {
    for (TidepostNode node : kafka.nodes()) {
      if (node.isRunning() && !isServed(kafka, node.running().context().image(), topic)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isServed(
      Tidepost kafka, MetadataImage image, ClusterSettings.TopicSettings topic) {
    for (int number = 0; number < topic.partitions(); number++) {
      Partition partition = partition(image, topic.name(), number);
      if (partition == null || partition.leader() < 0) {
        return false;
      }
      TidepostNode leader = kafka.node(partition.leader());
      if (leader.isRunning()
          && leader.running().context().partitions().find(topic.name(), number) == null) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Partition partition(MetadataImage image, String topic, int number) {
    Topic known = image.topics().byName(topic);
    return known == null ? null : known.partition(number);
  }

  static int leader(TidepostServer server, String topic, int number) {
    Partition partition = partition(server.context().image(), topic, number);
    if (partition == null || partition.leader() < 0) {
      throw new IllegalStateException("nobody leads partition " + number + " of " + topic);
    }
    return partition.leader();
  }
}
