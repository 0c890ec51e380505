package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.RecordBytes;
import io.tidepost.wire.message.StreamsGroupHeartbeatRequest;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import io.tidepost.wire.record.StreamsGroupTopologyValue.Subtopology;
import io.tidepost.wire.record.StreamsGroupTopologyValue.TopicInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What can be said of a topology without looking at topics.
final class Topologies {

  private Topologies() {}

  /// The topology of a heartbeat in the form in which it is kept, sorted, so that two members that
  /// run the same come to the same.
  static StreamsGroupTopologyValue of(StreamsGroupHeartbeatRequest.Topology sent) {
    StreamsGroupTopologyValue topology = new StreamsGroupTopologyValue();
    topology.epoch = sent.epoch;
    for (StreamsGroupHeartbeatRequest.Subtopology each : sent.subtopologies) {
      Subtopology subtopology = new Subtopology();
      subtopology.subtopologyId = each.subtopologyId;
      subtopology.sourceTopics = each.sourceTopics;
      subtopology.sourceTopicRegex = each.sourceTopicRegex;
      subtopology.repartitionSinkTopics = each.repartitionSinkTopics;
      each.stateChangelogTopics.forEach(t -> subtopology.stateChangelogTopics.add(of(t)));
      each.repartitionSourceTopics.forEach(t -> subtopology.repartitionSourceTopics.add(of(t)));
      for (StreamsGroupHeartbeatRequest.CopartitionGroup group : each.copartitionGroups) {
        var copy = new StreamsGroupTopologyValue.CopartitionGroup();
        copy.sourceTopics = group.sourceTopics;
        copy.sourceTopicRegex = group.sourceTopicRegex;
        copy.repartitionSourceTopics = group.repartitionSourceTopics;
        subtopology.copartitionGroups.add(copy);
      }
      topology.subtopologies.add(subtopology);
    }
    topology.subtopologies.sort(Comparator.comparing(s -> s.subtopologyId));
    return topology;
  }

  private static TopicInfo of(StreamsGroupHeartbeatRequest.TopicInfo sent) {
    TopicInfo topic = new TopicInfo();
    topic.name = sent.name;
    topic.partitions = sent.partitions;
    topic.replicationFactor = sent.replicationFactor;
    sent.topicConfigs.forEach(config -> {
      var copy = new StreamsGroupTopologyValue.TopicConfig();
      copy.key = config.key;
      copy.value = config.value;
      topic.topicConfigs.add(copy);
    });
    topic.topicConfigs.sort(Comparator.comparing(config -> config.key));
    return topic;
  }

  /// Whether they are the same, however they are described.
  static boolean same(StreamsGroupTopologyValue one, StreamsGroupTopologyValue other) {
    return Arrays.equals(plain(one), plain(other));
  }

  private static byte[] plain(StreamsGroupTopologyValue topology) {
    return RecordBytes.plain(
        TopologyDescriptions.bare(topology), StreamsGroupTopologyValue.HIGHEST_VERSION);
  }

  /// Every topic that the topology needs: what it reads, shuffles through, and keeps state in.
  static SortedSet<String> topics(StreamsGroupTopologyValue topology) {
    SortedSet<String> topics = new TreeSet<>();
    for (Subtopology subtopology : topology.subtopologies) {
      topics.addAll(sources(subtopology));
      subtopology.stateChangelogTopics.forEach(topic -> topics.add(topic.name));
    }
    return topics;
  }

  /// Topics that the subtopology reads, its own repartition topics among them.
  static SortedSet<String> sources(Subtopology subtopology) {
    SortedSet<String> sources = new TreeSet<>(subtopology.sourceTopics);
    subtopology.repartitionSourceTopics.forEach(topic -> sources.add(topic.name));
    return sources;
  }

  static boolean reads(StreamsGroupTopologyValue topology, String topic) {
    return !subtopologiesOf(topology, topic).isEmpty();
  }

  /// Ids of the subtopologies that read the topic.
  static List<String> subtopologiesOf(StreamsGroupTopologyValue topology, String topic) {
    List<String> ids = new ArrayList<>();
    for (Subtopology subtopology : topology.subtopologies) {
      if (sources(subtopology).contains(topic)) {
        ids.add(subtopology.subtopologyId);
      }
    }
    return ids;
  }
}
