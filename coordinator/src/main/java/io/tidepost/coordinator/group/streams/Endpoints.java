package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse.Endpoint;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse.EndpointToPartitions;
import io.tidepost.wire.message.StreamsGroupHeartbeatResponse.TopicPartition;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import java.util.ArrayList;
import java.util.List;

/// Who can be asked for the state of which partitions (interactive queries).
final class Endpoints {

  private Endpoints() {}

  static List<EndpointToPartitions> of(StreamsGroup group, TopicCatalog topics) {
    List<EndpointToPartitions> all = new ArrayList<>();
    StreamsGroupTopologyValue topology = group.topology();
    if (topology == null) {
      return all;
    }
    for (StreamsMember member : group.members()) {
      StreamsMember.Endpoint endpoint = member.identity().endpoint();
      if (endpoint != null) {
        EndpointToPartitions entry = new EndpointToPartitions();
        entry.userEndpoint = new Endpoint();
        entry.userEndpoint.host = endpoint.host();
        entry.userEndpoint.port = endpoint.port();
        Tasks tasks = member.ownership().assigned();
        entry.activePartitions = partitions(tasks.active(), topology, topics);
        entry.standbyPartitions = partitions(tasks.standby(), topology, topics);
        all.add(entry);
      }
    }
    return all;
  }

  private static List<TopicPartition> partitions(
      TaskMap tasks, StreamsGroupTopologyValue topology, TopicCatalog topics) {
    List<TopicPartition> result = new ArrayList<>();
    for (StreamsGroupTopologyValue.Subtopology subtopology : topology.subtopologies) {
      for (String topic : Topologies.sources(subtopology)) {
        KnownTopic known = topics.byName(topic);
        TopicPartition entry = new TopicPartition();
        entry.topic = topic;
        for (int partition : tasks.partitions(subtopology.subtopologyId)) {
          if (known != null && partition < known.partitions()) {
            entry.partitions.add(partition);
          }
        }
        if (!entry.partitions.isEmpty()) {
          result.add(entry);
        }
      }
    }
    return result;
  }
}
