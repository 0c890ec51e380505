package io.tidepost.cli.debug;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/// What a cluster says of itself, as JSON. Never a record.
final class Gathered {

  private final Admin admin;

  Gathered(Admin admin) {
    this.admin = admin;
  }

  private static String json(Object tree) {
    return Json.text(tree, true) + "\n";
  }

  /// Nodes, controllers and features.
  String cluster() throws Exception {
    Map<String, Object> tree = new LinkedHashMap<>();
    var cluster = admin.describeCluster();
    tree.put("clusterId", cluster.clusterId().get());
    tree.put("controller", cluster.controller().get().id());
    tree.put("nodes", cluster.nodes().get().stream().map(Gathered::node).toList());
    List<Object> voters = new ArrayList<>();
    try {
      var quorum = admin.describeMetadataQuorum().quorumInfo().get();
      tree.put("quorumLeader", quorum.leaderId());
      quorum
          .voters()
          .forEach(
              voter -> voters.add(Map.of("id", voter.replicaId(), "logEnd", voter.logEndOffset())));
    } catch (Exception e) {
      voters.add(Explain.sentence(Explain.unwrap(e)));
    }
    tree.put("voters", voters);
    Map<String, Object> features = new TreeMap<>();
    admin
        .describeFeatures()
        .featureMetadata()
        .get()
        .finalizedFeatures()
        .forEach((name, range) -> features.put(name, range.maxVersionLevel()));
    tree.put("features", features);
    return json(tree);
  }

  private static Object node(Node node) {
    return Map.of("id", node.id(), "address", node.host() + ":" + node.port());
  }

  /// Topics with leaders and replicas.
  String topics() throws Exception {
    List<Object> topics = new ArrayList<>();
    for (TopicDescription topic :
        new TreeMap<>(admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get())
            .values()) {
      List<Object> partitions = new ArrayList<>();
      for (TopicPartitionInfo info : topic.partitions()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("partition", info.partition());
        one.put("leader", info.leader() == null ? -1 : info.leader().id());
        one.put("replicas", info.replicas().stream().map(Node::id).toList());
        one.put("inSync", info.isr().stream().map(Node::id).toList());
        partitions.add(one);
      }
      topics.add(Map.of("topic", topic.name(), "partitions", partitions));
    }
    return json(topics);
  }

  /// Groups of all kinds with their states.
  String groups() throws Exception {
    List<Object> groups = new ArrayList<>();
    admin
        .listGroups()
        .all()
        .get()
        .forEach(group -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("group", group.groupId());
          one.put("kind", group.type().map(Object::toString).orElse(""));
          one.put("state", group.groupState().map(Object::toString).orElse(""));
          groups.add(one);
        });
    return json(groups);
  }

  /// Ids of the nodes that answer.
  List<Integer> nodes() throws Exception {
    return admin.describeCluster().nodes().get().stream().map(Node::id).sorted().toList();
  }

  /// A node's options with where each comes from; secrets are not told by the node, and are left
  /// out here by their names once more.
  String options(int node) throws Exception {
    ConfigResource resource =
        new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(node));
    Map<String, Object> options = new TreeMap<>();
    for (Config config : admin.describeConfigs(List.of(resource)).all().get().values()) {
      for (ConfigEntry entry : config.entries()) {
        boolean hidden = entry.isSensitive() || Redactor.isSecret(entry.name());
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("value", hidden ? Redactor.HIDDEN : String.valueOf(entry.value()));
        one.put("source", entry.source().toString());
        options.put(entry.name(), one);
      }
    }
    return json(options);
  }

  /// What is in a node's log directories.
  String disks(int node) throws Exception {
    List<Object> directories = new ArrayList<>();
    for (Map.Entry<String, LogDirDescription> each :
        new TreeMap<>(
                admin
                    .describeLogDirs(List.of(node))
                    .allDescriptions()
                    .get()
                    .values()
                    .iterator()
                    .next())
            .entrySet()) {
      LogDirDescription found = each.getValue();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("path", each.getKey());
      one.put("error", found.error() == null ? "" : String.valueOf(found.error().getMessage()));
      one.put("totalBytes", found.totalBytes().orElse(-1));
      one.put("usableBytes", found.usableBytes().orElse(-1));
      Map<String, Object> replicas = new TreeMap<>();
      found
          .replicaInfos()
          .forEach((partition, replica) -> replicas.put(partition.toString(), replica.size()));
      one.put("replicas", replicas);
      directories.add(one);
    }
    return json(directories);
  }
}
