package io.tidepost.console.cluster;

import static io.tidepost.console.cluster.ClusterClient.get;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/// What pages show of the whole cluster. Asked for at most once in a while, however many pages are
/// open: with twenty thousand partitions an answer has megabytes. Any thread; calls block.
public final class Sight {

  private static final long TOPICS_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SIZES_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ClusterClient client;
  private final Held<Topics> topics = new Held<>(TOPICS_NANOS);
  private final Held<Map<Integer, Map<String, LogDirDescription>>> disks = new Held<>(SIZES_NANOS);
  private final Held<Nodes> nodes = new Held<>(TOPICS_NANOS);

  /// An answer that is asked for anew when it is too old.
  private static final class Held<T> {
    private final long nanos;
    private @Nullable T value;
    private long atNanos;

    Held(long nanos) {
      this.nanos = nanos;
    }

    synchronized T get(Supplier<T> source) {
      T known = value;
      if (known == null || System.nanoTime() - atNanos > nanos) {
        known = source.get();
        value = known;
        atNanos = System.nanoTime();
      }
      return known;
    }

    synchronized void forget() {
      value = null;
    }
  }

  Sight(ClusterClient client) {
    this.client = client;
  }

  /// The cluster's nodes.
  ///
  /// @param all that are there, by id
  /// @param controller id of the active one; -1 when there is none
  /// @param clusterId of the cluster
  public record Nodes(List<Node> all, int controller, String clusterId) {}

  public Nodes nodes() {
    return nodes.get(() -> {
      var answer = client.admin().describeCluster();
      List<Node> all = new ArrayList<>(get(answer.nodes()));
      all.sort(Comparator.comparingInt(Node::id));
      Node controller = get(answer.controller());
      return new Nodes(all, controller == null ? -1 : controller.id(), get(answer.clusterId()));
    });
  }

  /// All topics that may be seen, by name.
  public Topics topics() {
    return topics.get(this::askTopics);
  }

  /// After a change: what was known is asked for again.
  public void forget() {
    topics.forget();
    disks.forget();
  }

  private Topics askTopics() {
    Admin admin = client.admin();
    Set<String> names = get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    Map<String, TopicDescription> found = new HashMap<>();
    // One that is deleted meanwhile is not there; the others are.
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach((name, future) -> {
          try {
            found.put(name, get(future));
          } catch (ConsoleFailure gone) {
            // left out, as if asked a moment later
          }
        });
    return new Topics(found);
  }

  /// What the log directories hold, by node and path. Nodes that are away are left out.
  public Map<Integer, Map<String, LogDirDescription>> disks() {
    return disks.get(() -> {
      Collection<Integer> ids = nodes().all().stream().map(Node::id).toList();
      Map<Integer, Map<String, LogDirDescription>> all = new HashMap<>();
      client
          .admin()
          .describeLogDirs(ids)
          .descriptions()
          .forEach((id, future) -> {
            try {
              all.put(id, get(future));
            } catch (ConsoleFailure away) {
              // shown as missing
            }
          });
      return all;
    });
  }

  /// Bytes of the largest replica of each partition; replicas differ by what is just copied.
  public Map<TopicPartition, Long> sizes() {
    Map<TopicPartition, Long> sizes = new HashMap<>();
    for (Map<String, LogDirDescription> ofNode : disks().values()) {
      for (LogDirDescription directory : ofNode.values()) {
        directory
            .replicaInfos()
            .forEach((partition, replica) -> {
              if (!replica.isFuture()) {
                sizes.merge(partition, replica.size(), Math::max);
              }
            });
      }
    }
    return sizes;
  }

  /// Topics and what is wrong with their partitions.
  public static final class Topics {

    private final Map<String, TopicDescription> byName;
    private final List<TopicPartition> offline = new ArrayList<>();
    private final List<TopicPartition> underReplicated = new ArrayList<>();
    private int partitions;

    Topics(Map<String, TopicDescription> byName) {
      this.byName = byName;
      byName.forEach((name, topic) -> {
        for (TopicPartitionInfo partition : topic.partitions()) {
          partitions++;
          TopicPartition id = new TopicPartition(name, partition.partition());
          if (partition.leader() == null || partition.leader().isEmpty()) {
            offline.add(id);
          } else if (partition.isr().size() < partition.replicas().size()) {
            underReplicated.add(id);
          }
        }
      });
    }

    public Collection<TopicDescription> all() {
      return byName.values();
    }

    public @Nullable TopicDescription topic(String name) {
      return byName.get(name);
    }

    /// How many partitions there are.
    public int partitions() {
      return partitions;
    }

    /// Partitions without a leader.
    public List<TopicPartition> offline() {
      return offline;
    }

    /// Partitions that have a leader but fewer replicas in sync than they should.
    public List<TopicPartition> underReplicated() {
      return underReplicated;
    }
  }
}
