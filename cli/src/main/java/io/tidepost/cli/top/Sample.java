package io.tidepost.cli.top;

import io.tidepost.cli.Explain;
import io.tidepost.cli.group.GroupLag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/// What was seen of a cluster in one look.
///
/// @param nanos when, by a clock that only counts
/// @param controllerId `-1` when nobody knows
record Sample(
    long nanos,
    String clusterId,
    int controllerId,
    Map<Integer, NodeLine> nodes,
    Map<String, TopicLine> topics,
    List<GroupLag> groups) {

  /// A node.
  ///
  /// @param address `null` when it is down
  record NodeLine(int id, @Nullable String address, int leaders, int replicas, int notInSync) {}

  /// A topic.
  ///
  /// @param position sum of the offsets at the ends of its partitions
  /// @param bytes on the leaders' disks; `null` when that is not told
  record TopicLine(
      String name,
      int partitions,
      int underReplicated,
      int offline,
      long position,
      @Nullable Long bytes) {}

  int partitions() {
    return topics.values().stream().mapToInt(TopicLine::partitions).sum();
  }

  int underReplicated() {
    return topics.values().stream().mapToInt(TopicLine::underReplicated).sum();
  }

  int offline() {
    return topics.values().stream().mapToInt(TopicLine::offline).sum();
  }

  static Sample take(Admin admin) throws InterruptedException, ExecutionException {
    long nanos = System.nanoTime();
    var cluster = admin.describeCluster();
    Map<Integer, Node> alive = new HashMap<>();
    cluster.nodes().get().forEach(node -> alive.put(node.id(), node));
    Map<String, TopicDescription> topics = describe(admin);
    Map<TopicPartition, Long> ends = ends(admin, topics);
    Map<TopicPartition, Long> bytes = bytes(admin, topics, alive.keySet());
    Map<String, TopicLine> lines = new TreeMap<>();
    topics.forEach((name, topic) -> lines.put(name, line(topic, ends, bytes)));
    Node controller = cluster.controller().get();
    return new Sample(
        nanos,
        cluster.clusterId().get(),
        controller == null ? -1 : controller.id(),
        nodes(alive, topics),
        lines,
        GroupLag.all(admin, ends));
  }

  /// Topics that are deleted meanwhile are left out.
  private static Map<String, TopicDescription> describe(Admin admin)
      throws InterruptedException, ExecutionException {
    Map<String, TopicDescription> found = new TreeMap<>();
    var answers = admin.describeTopics(admin.listTopics().names().get()).topicNameValues();
    for (var answer : answers.entrySet()) {
      try {
        found.put(answer.getKey(), answer.getValue().get());
      } catch (ExecutionException e) {
        if (!(Explain.unwrap(e) instanceof ApiException)) {
          throw e;
        }
      }
    }
    return found;
  }

  private static Map<TopicPartition, Long> ends(Admin admin, Map<String, TopicDescription> topics)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> request = new HashMap<>();
    topics.forEach((name, topic) ->
        topic.partitions().stream()
            .filter(p -> p.leader() != null)
            .forEach(
                p -> request.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
    var answers = admin.listOffsets(request);
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (TopicPartition partition : request.keySet()) {
      try {
        ends.put(partition, answers.partitionResult(partition).get().offset());
      } catch (ExecutionException e) {
        // Its leader is changing: it is not known this time.
        continue;
      }
    }
    return ends;
  }

  private static Map<TopicPartition, Long> bytes(
      Admin admin, Map<String, TopicDescription> topics, Set<Integer> alive)
      throws InterruptedException {
    Map<TopicPartition, Long> bytes = new HashMap<>();
    for (var answer : admin.describeLogDirs(alive).descriptions().entrySet()) {
      try {
        for (LogDirDescription directory : answer.getValue().get().values()) {
          directory
              .replicaInfos()
              .forEach((partition, replica) -> {
                TopicDescription topic = topics.get(partition.topic());
                if (topic != null && leads(topic, partition.partition(), answer.getKey())) {
                  bytes.put(partition, replica.size());
                }
              });
        }
      } catch (ExecutionException e) {
        // It does not tell, or does not tell us.
        continue;
      }
    }
    return bytes;
  }

  private static boolean leads(TopicDescription topic, int partition, int node) {
    if (partition >= topic.partitions().size()) {
      return false;
    }
    Node leader = topic.partitions().get(partition).leader();
    return leader != null && leader.id() == node;
  }

  private static TopicLine line(
      TopicDescription topic, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> bytes) {
    int underReplicated = 0;
    int offline = 0;
    long position = 0;
    Long size = null;
    for (TopicPartitionInfo p : topic.partitions()) {
      var partition = new TopicPartition(topic.name(), p.partition());
      offline += p.leader() == null ? 1 : 0;
      underReplicated += p.isr().size() < p.replicas().size() ? 1 : 0;
      position += ends.getOrDefault(partition, 0L);
      Long part = bytes.get(partition);
      if (part != null) {
        size = (size == null ? 0 : size) + part;
      }
    }
    return new TopicLine(
        topic.name(), topic.partitions().size(), underReplicated, offline, position, size);
  }

  private static Map<Integer, NodeLine> nodes(
      Map<Integer, Node> alive, Map<String, TopicDescription> topics) {
    Map<Integer, int[]> counts = new TreeMap<>();
    alive.keySet().forEach(id -> counts.put(id, new int[3]));
    for (TopicDescription topic : topics.values()) {
      for (TopicPartitionInfo p : topic.partitions()) {
        Set<Integer> inSync = new HashSet<>();
        p.isr().forEach(node -> inSync.add(node.id()));
        List<Node> replicas = new ArrayList<>(p.replicas());
        for (Node replica : replicas) {
          int[] count = counts.computeIfAbsent(replica.id(), _ -> new int[3]);
          count[0] += p.leader() != null && p.leader().id() == replica.id() ? 1 : 0;
          count[1]++;
          count[2] += inSync.contains(replica.id()) ? 0 : 1;
        }
      }
    }
    Map<Integer, NodeLine> lines = new TreeMap<>();
    counts.forEach((id, count) -> {
      Node node = alive.get(id);
      String address = node == null ? null : node.host() + ":" + node.port();
      lines.put(id, new NodeLine(id, address, count[0], count[1], count[2]));
    });
    return lines;
  }
}
