package io.tidepost.operate.move;

import io.tidepost.operate.Reasons;
import io.tidepost.operate.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/// What a cluster said about its nodes and partitions at one moment.
///
/// @param nodes registered brokers by id; a cluster that cannot name fenced ones names the others
/// @param partitions all partitions, in order
/// @param moving reassignments under way
public record ClusterState(
    Map<Integer, Node> nodes,
    List<PartitionState> partitions,
    Map<TopicPartition, PartitionReassignment> moving) {

  /// One partition.
  ///
  /// @param leader node id, -1 when nobody leads
  /// @param eligible eligible leader replicas (KIP-966)
  /// @param inSyncMin `min.insync.replicas` of its topic
  public record PartitionState(
      TopicPartition name,
      int leader,
      List<Integer> replicas,
      List<Integer> inSync,
      List<Integer> eligible,
      int inSyncMin) {

    /// How many must be in sync: never more than there are replicas.
    public int needed() {
      return Math.min(inSyncMin, replicas.size());
    }
  }

  private static final String MIN_IN_SYNC = "min.insync.replicas";

  /// Asks the cluster.
  public static ClusterState read(Admin admin) throws InterruptedException, ExecutionException {
    Map<String, TopicDescription> topics =
        new TreeMap<>(
            admin
                .describeTopics(
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
                .allTopicNames()
                .get());
    Map<String, Integer> minima = minima(admin, topics.keySet());
    List<PartitionState> partitions = new ArrayList<>();
    for (TopicDescription topic : topics.values()) {
      int inSyncMin = minima.getOrDefault(topic.name(), 1);
      for (TopicPartitionInfo info : topic.partitions()) {
        Node leader = info.leader();
        partitions.add(
            new PartitionState(
                new TopicPartition(topic.name(), info.partition()),
                leader == null || leader.isEmpty() ? -1 : leader.id(),
                ids(info.replicas()),
                ids(info.isr()),
                ids(info.elr()),
                inSyncMin));
      }
    }
    return new ClusterState(
        nodes(admin), partitions, admin.listPartitionReassignments().reassignments().get());
  }

  /// Brokers by id, the fenced ones included where the cluster can name them (Kafka 4.0).
  public static Map<Integer, Node> nodes(Admin admin)
      throws InterruptedException, ExecutionException {
    Collection<Node> nodes;
    try {
      nodes =
          admin
              .describeCluster(new DescribeClusterOptions().includeFencedBrokers(true))
              .nodes()
              .get();
    } catch (ExecutionException e) {
      if (!(Reasons.unwrap(e) instanceof UnsupportedVersionException)) {
        throw e;
      }
      nodes = admin.describeCluster().nodes().get();
    }
    Map<Integer, Node> byId = new TreeMap<>();
    nodes.forEach(node -> byId.put(node.id(), node));
    return byId;
  }

  private static Map<String, Integer> minima(Admin admin, Set<String> topics)
      throws InterruptedException, ExecutionException {
    List<ConfigResource> resources =
        topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, Integer> minima = new HashMap<>();
    Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
    configs.forEach((resource, config) -> {
      ConfigEntry entry = config.get(MIN_IN_SYNC);
      if (entry != null && entry.value() != null) {
        minima.put(resource.name(), Integer.valueOf(entry.value()));
      }
    });
    return minima;
  }

  private static List<Integer> ids(@Nullable List<Node> nodes) {
    return nodes == null ? List.of() : nodes.stream().map(Node::id).toList();
  }

  /// Whether a node is registered and serves.
  public boolean isActive(int id) {
    Node node = nodes.get(id);
    return node != null && !node.isFenced();
  }

  /// @throws Refusal when there is no such node
  public void demand(Collection<Integer> ids) {
    for (int id : ids) {
      if (!nodes.containsKey(id)) {
        throw new Refusal("there is no broker " + id + "; the brokers are " + nodes.keySet());
      }
    }
  }

  /// How many partitions each node leads.
  public Map<Integer, Integer> leaders() {
    Map<Integer, Integer> counts = new HashMap<>();
    partitions.forEach(partition -> counts.merge(partition.leader(), 1, Integer::sum));
    return counts;
  }
}
