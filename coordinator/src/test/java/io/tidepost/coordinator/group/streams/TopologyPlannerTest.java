package io.tidepost.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.coordinator.group.TestSurroundings;
import io.tidepost.wire.record.StreamsGroupTopologyValue;
import io.tidepost.wire.record.StreamsGroupTopologyValue.CopartitionGroup;
import io.tidepost.wire.record.StreamsGroupTopologyValue.Subtopology;
import io.tidepost.wire.record.StreamsGroupTopologyValue.TopicInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What topologies come to on topics.
class TopologyPlannerTest {

  private final TestSurroundings topics = new TestSurroundings();

  private static TopicInfo topic(String name, int partitions) {
    TopicInfo topic = new TopicInfo();
    topic.name = name;
    topic.partitions = partitions;
    return topic;
  }

  /// Reads `in`, shuffles through `r`, counts into a store with the changelog `c`.
  static StreamsGroupTopologyValue wordCount() {
    StreamsGroupTopologyValue topology = new StreamsGroupTopologyValue();
    topology.epoch = 1;
    Subtopology first = new Subtopology();
    first.subtopologyId = "0";
    first.sourceTopics = List.of("in");
    first.repartitionSinkTopics = List.of("r");
    Subtopology second = new Subtopology();
    second.subtopologyId = "1";
    second.repartitionSourceTopics.add(topic("r", 0));
    second.stateChangelogTopics.add(topic("c", 0));
    topology.subtopologies.add(first);
    topology.subtopologies.add(second);
    return topology;
  }

  private TopologyPlan plan(StreamsGroupTopologyValue topology) {
    return new TopologyPlanner(topology, topics).plan();
  }

  private static int status(TopologyPlan plan) {
    TopologyPlan.Problem problem = plan.problem();
    assertNotNull(problem);
    return problem.status();
  }

  @Test
  void sourcesMustExist() {
    assertEquals(StreamsStatus.MISSING_SOURCE_TOPICS, status(plan(wordCount())));
  }

  @Test
  void internalTopicsAreAsWideAsWhatFlowsIntoThem() {
    topics.topic("in", 3);
    TopologyPlan plan = plan(wordCount());
    assertEquals(StreamsStatus.MISSING_INTERNAL_TOPICS, status(plan));
    assertEquals(Map.of("0", 3, "1", 3), plan.tasks());
    assertEquals(
        List.of("c 3", "r 3"),
        plan.missing().stream().map(t -> t.name() + " " + t.partitions()).toList());
    topics.topic("r", 3);
    topics.topic("c", 3);
    assertTrue(plan(wordCount()).isReady());
    assertEquals(List.of("1"), plan(wordCount()).stateful());
  }

  @Test
  void internalTopicsOfAnotherWidthAreNamed() {
    topics.topic("in", 3);
    topics.topic("r", 3);
    topics.topic("c", 2);
    assertEquals(StreamsStatus.INCORRECTLY_PARTITIONED_TOPICS, status(plan(wordCount())));
  }

  private static StreamsGroupTopologyValue join(int repartitionPartitions) {
    StreamsGroupTopologyValue topology = new StreamsGroupTopologyValue();
    Subtopology writer = new Subtopology();
    writer.subtopologyId = "0";
    writer.sourceTopics = List.of("wide");
    writer.repartitionSinkTopics = List.of("r");
    Subtopology joiner = new Subtopology();
    joiner.subtopologyId = "1";
    joiner.sourceTopics = List.of("a", "b");
    joiner.repartitionSourceTopics.add(topic("r", repartitionPartitions));
    CopartitionGroup together = new CopartitionGroup();
    together.sourceTopics = List.of((short) 0, (short) 1);
    together.repartitionSourceTopics = List.of((short) 0);
    joiner.copartitionGroups.add(together);
    topology.subtopologies.add(writer);
    topology.subtopologies.add(joiner);
    return topology;
  }

  @Test
  void joinedTopicsMustBeEquallyWide() {
    topics.topic("wide", 8);
    topics.topic("a", 2);
    topics.topic("b", 3);
    assertEquals(StreamsStatus.INCORRECTLY_PARTITIONED_TOPICS, status(plan(join(0))));
    topics.topic("b", 2);
    TopologyPlan plan = plan(join(0));
    assertEquals(2, plan.missing().get(0).partitions(), "it fits what it is joined with");
    assertEquals(StreamsStatus.INCORRECTLY_PARTITIONED_TOPICS, status(plan(join(5))));
  }

  @Test
  void loopsAreRefused() {
    StreamsGroupTopologyValue topology = wordCount();
    topology.subtopologies.get(0).sourceTopics = List.of();
    topology.subtopologies.get(0).repartitionSourceTopics.add(topic("q", 0));
    topology.subtopologies.get(1).repartitionSinkTopics = List.of("q");
    topology.subtopologies.get(1).stateChangelogTopics.clear();
    assertEquals(StreamsStatus.INCORRECTLY_PARTITIONED_TOPICS, status(plan(topology)));
  }
}
