package io.tidepost.coordinator.group.streams;

import io.tidepost.coordinator.group.KnownTopic;
import io.tidepost.coordinator.group.TopicCatalog;
import io.tidepost.coordinator.group.streams.TopologyPlan.InternalTopic;
import io.tidepost.coordinator.group.streams.TopologyPlan.Problem;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import io.tidepost.wire.record.StreamsGroupTopologyValue.CopartitionGroup;
import io.tidepost.wire.record.StreamsGroupTopologyValue.Subtopology;
import io.tidepost.wire.record.StreamsGroupTopologyValue.TopicInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Works out what a topology comes to on the topics that exist: how many partitions its internal
/// topics need, which of them are missing, how many tasks there are. Topics that are joined must
/// have equally many partitions; repartition topics are made to fit.
final class TopologyPlanner {

  private static final int NAMES_SHOWN = 3;

  private final StreamsGroupTopologyValue topology;
  private final TopicCatalog topics;
  private final Map<String, Integer> decided = new HashMap<>();
  private @Nullable Problem problem;

  TopologyPlanner(StreamsGroupTopologyValue topology, TopicCatalog topics) {
    this.topology = topology;
    this.topics = topics;
  }

  TopologyPlan plan() {
    checkSources();
    if (problem == null) {
      decideRepartitionTopics();
    }
    if (problem == null) {
      topology.subtopologies.forEach(this::copartition);
    }
    if (problem != null) {
      return new TopologyPlan(new TreeMap<>(), List.of(), List.of(), problem);
    }
    SortedMap<String, Integer> tasks = new TreeMap<>();
    List<String> stateful = new ArrayList<>();
    for (Subtopology subtopology : topology.subtopologies) {
      int count = most(Topologies.sources(subtopology));
      tasks.put(subtopology.subtopologyId, count);
      if (!subtopology.stateChangelogTopics.isEmpty()) {
        stateful.add(subtopology.subtopologyId);
      }
      subtopology.stateChangelogTopics.forEach(topic -> decided.put(topic.name, count));
    }
    List<InternalTopic> missing = missing();
    if (problem == null && !missing.isEmpty()) {
      String names = summary(missing.stream().map(InternalTopic::name).toList());
      problem =
          new Problem(
              StreamsStatus.MISSING_INTERNAL_TOPICS, "Internal topics are missing: " + names);
    }
    return new TopologyPlan(tasks, stateful, missing, problem);
  }

  private void checkSources() {
    SortedSet<String> absent = new TreeSet<>();
    for (Subtopology subtopology : topology.subtopologies) {
      subtopology.sourceTopics.stream().filter(t -> topics.byName(t) == null).forEach(absent::add);
      if (Topologies.sources(subtopology).isEmpty()) {
        wrong("No source topics found for subtopology " + subtopology.subtopologyId);
      }
    }
    if (!absent.isEmpty()) {
      problem =
          new Problem(
              StreamsStatus.MISSING_SOURCE_TOPICS,
              "Source topics " + summary(absent) + " are missing.");
    }
  }

  private void wrong(String detail) {
    if (problem == null) {
      problem = new Problem(StreamsStatus.INCORRECTLY_PARTITIONED_TOPICS, detail);
    }
  }

  /// A repartition topic without a wanted number gets as many partitions as the widest topic that
  /// the subtopology writing to it reads; which may be a repartition topic itself.
  private void decideRepartitionTopics() {
    for (Subtopology subtopology : topology.subtopologies) {
      for (TopicInfo topic : subtopology.repartitionSourceTopics) {
        if (topic.partitions != 0) {
          decided.put(topic.name, topic.partitions);
        }
      }
    }
    boolean open = true;
    for (int round = 0; open && round <= topology.subtopologies.size(); round++) {
      open = false;
      for (Subtopology subtopology : topology.subtopologies) {
        for (String sink : subtopology.repartitionSinkTopics) {
          int widest = widestKnown(subtopology);
          if (!decided.containsKey(sink) && widest > 0) {
            decided.put(sink, widest);
          }
          open |= !decided.containsKey(sink);
        }
      }
    }
    boolean unknown =
        topology.subtopologies.stream()
            .flatMap(s -> s.repartitionSourceTopics.stream())
            .anyMatch(topic -> !decided.containsKey(topic.name));
    if (open || unknown) {
      wrong("Failed to compute number of partitions for all repartition topics.");
    }
  }

  private int widestKnown(Subtopology subtopology) {
    int widest = 0;
    for (TopicInfo topic : subtopology.repartitionSourceTopics) {
      widest = Math.max(widest, decided.getOrDefault(topic.name, 0));
    }
    for (String source : subtopology.sourceTopics) {
      KnownTopic known = topics.byName(source);
      widest = Math.max(widest, known == null ? 0 : known.partitions());
    }
    return widest;
  }

  private void copartition(Subtopology subtopology) {
    Set<String> fixed = new HashSet<>();
    subtopology.repartitionSourceTopics.stream()
        .filter(topic -> topic.partitions != 0)
        .forEach(topic -> fixed.add(topic.name));
    for (CopartitionGroup group : subtopology.copartitionGroups) {
      SortedSet<String> sources = new TreeSet<>();
      SortedSet<String> repartition = new TreeSet<>();
      for (short index : group.sourceTopics) {
        if (index >= 0 && index < subtopology.sourceTopics.size()) {
          sources.add(subtopology.sourceTopics.get(index));
        }
      }
      for (short index : group.repartitionSourceTopics) {
        if (index >= 0 && index < subtopology.repartitionSourceTopics.size()) {
          repartition.add(subtopology.repartitionSourceTopics.get(index).name);
        }
      }
      copartition(sources, repartition, fixed);
    }
  }

  private void copartition(
      SortedSet<String> sources, SortedSet<String> repartition, Set<String> fixed) {
    SortedSet<String> leading = sources;
    if (sources.isEmpty()) {
      leading = new TreeSet<>(repartition);
      leading.retainAll(fixed);
    }
    SortedSet<Integer> counts = new TreeSet<>();
    leading.forEach(topic -> counts.add(partitionsOf(topic)));
    if (counts.size() > 1) {
      wrong(
          "Following topics do not have the same number of partitions: ["
              + String.join(", ", leading)
              + "]");
      return;
    }
    int count = counts.isEmpty() ? most(repartition) : counts.first();
    for (String topic : repartition) {
      if (fixed.contains(topic) && partitionsOf(topic) != count) {
        wrong(
            "Number of partitions [%d] of repartition topic [%s] doesn't match number of partitions [%d] of the source topic."
                .formatted(partitionsOf(topic), topic, count));
      }
      decided.put(topic, count);
    }
  }

  private int partitionsOf(String topic) {
    KnownTopic known = topics.byName(topic);
    Integer wanted = decided.get(topic);
    if (wanted != null) {
      return wanted;
    }
    return known == null ? 0 : known.partitions();
  }

  private int most(Collection<String> names) {
    return names.stream().mapToInt(this::partitionsOf).max().orElse(0);
  }

  private List<InternalTopic> missing() {
    SortedMap<String, TopicInfo> internal = new TreeMap<>();
    for (Subtopology subtopology : topology.subtopologies) {
      subtopology.repartitionSourceTopics.forEach(topic -> internal.put(topic.name, topic));
      subtopology.stateChangelogTopics.forEach(topic -> internal.put(topic.name, topic));
    }
    List<InternalTopic> missing = new ArrayList<>();
    for (TopicInfo topic : internal.values()) {
      int wanted = partitionsOf(topic.name);
      KnownTopic known = topics.byName(topic.name);
      if (known == null) {
        Map<String, String> configs = new TreeMap<>();
        topic.topicConfigs.forEach(config -> configs.put(config.key, config.value));
        missing.add(new InternalTopic(topic.name, wanted, topic.replicationFactor, configs));
      } else if (known.partitions() != wanted) {
        wrong(
            "Existing topic "
                + topic.name
                + " has different number of partitions: expected "
                + wanted
                + ", found "
                + known.partitions());
      }
    }
    return missing;
  }

  private static String summary(Collection<String> names) {
    String shown = String.join(", ", names.stream().limit(NAMES_SHOWN).toList());
    int more = names.size() - NAMES_SHOWN;
    return more > 0 ? shown + " and " + more + " additional topics" : shown;
  }
}
