package io.tidepost.broker.plugin;

import io.tidepost.broker.api.InternalTopics;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.MetadataImage;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;

/// The cluster as plugins get to see it.
final class PluginCluster {

  private PluginCluster() {}

  /// @param nodeId of the broker that the plugin works in
  static Cluster of(MetadataImage image, String clusterId, int nodeId) {
    Map<Integer, Node> nodes = new LinkedHashMap<>();
    for (Broker broker : image.brokers().values()) {
      Endpoint first = broker.endpoints().isEmpty() ? null : broker.endpoints().getFirst();
      if (first != null && !broker.fenced()) {
        nodes.put(broker.id(), new Node(broker.id(), first.host(), first.port(), broker.rack()));
      }
    }
    List<PartitionInfo> partitions = new ArrayList<>();
    Set<String> internal = new HashSet<>();
    for (Topic topic : image.topics().sorted()) {
      if (InternalTopics.isInternal(topic.name())) {
        internal.add(topic.name());
      }
      for (int i = 0; i < topic.partitions().size(); i++) {
        Partition partition = topic.partitions().get(i);
        partitions.add(
            new PartitionInfo(
                topic.name(),
                i,
                nodes.getOrDefault(partition.leader(), Node.noNode()),
                array(nodes, partition.replicas()),
                array(nodes, partition.isr())));
      }
    }
    return new Cluster(
        clusterId,
        nodes.values(),
        partitions,
        Set.of(),
        internal,
        nodes.getOrDefault(nodeId, Node.noNode()));
  }

  private static Node[] array(Map<Integer, Node> nodes, List<Integer> ids) {
    return ids.stream()
        .map(id -> nodes.getOrDefault(id, new Node(id, "", -1)))
        .toArray(Node[]::new);
  }
}
