package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.wire.ErrorCode;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CreateTopicsTest {

  private final ControllerTester controller = new ControllerTester(1);

  @BeforeEach
  void oneBroker() {
    controller.join(1);
  }

  private void assertFails(ErrorCode error, String message, NewTopic topic) {
    var before = controller.image.topics().size();
    CreateTopics.Outcome outcome = controller.create(topic);
    assertNotNull(outcome.failure());
    assertEquals(error, outcome.failure().error());
    assertEquals(message, outcome.failure().message());
    assertEquals(before, controller.image.topics().size());
    assertTrue(controller.lastRecords.isEmpty());
  }

  @Test
  void createsATopicThatIsLedByTheOnlyBroker() {
    var outcome =
        controller.create(new NewTopic("a", 2, (short) 1, List.of(), Map.of("retention.ms", "5")));
    assertNull(outcome.failure());
    Topic topic = controller.image.topics().byId(outcome.id());
    assertNotNull(topic);
    assertEquals(2, topic.partitions().size());
    Partition partition = topic.partitions().get(1);
    assertEquals(1, partition.leader());
    assertEquals(0, partition.leaderEpoch());
    assertEquals(List.of(1), partition.isr());
    assertEquals(List.of(new Uuid(100, 1)), partition.directories());
    assertEquals(
        Map.of("retention.ms", "5"), controller.image.configs().of(ConfigResource.topic("a")));
    assertEquals(2, controller.image.topics().partitionCount());
  }

  @Test
  void takesTheDefaultsForMinusOne() {
    assertEquals(3, controller.create(NewTopic.of("a", -1, (short) -1)).partitions());
  }

  @Test
  void refusesWhatKafkaRefusesInKafkasWords() {
    assertFails(
        ErrorCode.INVALID_TOPIC_EXCEPTION,
        "Topic name is invalid: '.' is not allowed",
        NewTopic.of(".", 1, (short) 1));
    assertFails(
        ErrorCode.INVALID_REPLICATION_FACTOR,
        "Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be"
            + " reached because only 1 broker(s) are registered.",
        NewTopic.of("a", 1, (short) 3));
    assertFails(
        ErrorCode.INVALID_REPLICATION_FACTOR,
        "Replication factor must be larger than 0, or -1 to use the default value.",
        NewTopic.of("a", 1, (short) 0));
    assertFails(
        ErrorCode.INVALID_PARTITIONS,
        "Number of partitions was set to an invalid non-positive value.",
        NewTopic.of("a", 0, (short) 1));
    Map<String, @Nullable String> withoutValue = new HashMap<>();
    withoutValue.put("retention.ms", null);
    assertFails(
        ErrorCode.INVALID_CONFIG,
        "Null value not supported for topic configs: retention.ms",
        new NewTopic("a", 1, (short) 1, List.of(), Collections.unmodifiableMap(withoutValue)));
    assertFails(
        ErrorCode.INVALID_CONFIG,
        "bad retention.ms",
        new NewTopic("a", 1, (short) 1, List.of(), Map.of("retention.ms", "bad")));
  }

  @Test
  void refusesExistingAndCollidingNames() {
    controller.create(NewTopic.of("a.b", 1, (short) 1));
    assertFails(
        ErrorCode.TOPIC_ALREADY_EXISTS,
        "Topic 'a.b' already exists.",
        NewTopic.of("a.b", 1, (short) 1));
    assertFails(
        ErrorCode.INVALID_TOPIC_EXCEPTION,
        "Topic 'a_b' collides with existing topic: a.b",
        NewTopic.of("a_b", 1, (short) 1));
    var both =
        controller.call(
            new CreateTopics(
                List.of(NewTopic.of("x.y", 1, (short) 1), NewTopic.of("x_y", 1, (short) 1)),
                false));
    assertNull(java.util.Objects.requireNonNull(both.get("x.y")).failure());
    assertNotNull(java.util.Objects.requireNonNull(both.get("x_y")).failure());
  }

  @Test
  void checksManualAssignments() {
    assertFails(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "The manual partition assignment includes broker 9, but no such broker is registered.",
        manual(new NewTopic.Assignment(0, List.of(9))));
    assertFails(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "Found multiple manual partition assignments for partition 0",
        manual(new NewTopic.Assignment(0, List.of(1)), new NewTopic.Assignment(0, List.of(1))));
    assertFails(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "partitions should be a consecutive 0-based integer sequence",
        manual(new NewTopic.Assignment(1, List.of(1))));
    assertFails(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "The manual partition assignment includes the broker 1 more than once.",
        manual(new NewTopic.Assignment(0, List.of(1, 1))));
    controller.join(2);
    var outcome =
        controller.create(
            manual(
                new NewTopic.Assignment(1, List.of(2, 1)),
                new NewTopic.Assignment(0, List.of(1, 2))));
    assertNull(outcome.failure());
    assertEquals(
        2, java.util.Objects.requireNonNull(controller.image.topics().partition("m", 1)).leader());
  }

  private static NewTopic manual(NewTopic.Assignment... assignments) {
    return new NewTopic("m", -1, (short) -1, List.of(assignments), Map.of());
  }

  @Test
  void validateOnlyAnswersTheSameAndChangesNothing() {
    var outcome =
        controller.call(new CreateTopics(List.of(NewTopic.of("a", 2, (short) 1)), true)).get("a");
    assertEquals(2, java.util.Objects.requireNonNull(outcome).partitions());
    assertEquals(0, controller.image.topics().size());
  }

  @Test
  void asksThePolicy() {
    controller.policy =
        new ControllerPolicy() {
          @Override
          public @Nullable String checkCreation(
              String topic,
              @Nullable Integer partitions,
              @Nullable Short replicationFactor,
              @Nullable Map<Integer, List<Integer>> assignments,
              Map<String, String> configs) {
            return partitions != null && partitions > 2 ? "too many" : null;
          }
        };
    assertFails(ErrorCode.POLICY_VIOLATION, "too many", NewTopic.of("a", 3, (short) 1));
    assertNull(controller.create(NewTopic.of("a", 2, (short) 1)).failure());
  }

  @Test
  void fiveThousandTopicsOneByOneShareTheirStructure() {
    for (int i = 0; i < 5_000; i++) {
      controller.create(NewTopic.of("topic-" + i, 1, (short) 1));
    }
    assertEquals(5_000, controller.image.topics().size());
    assertEquals(5_000, controller.image.topics().sorted().size());
    assertEquals(5_000, controller.create(NewTopic.of("wide", 5_000, (short) 1)).partitions());
    assertEquals(10_000, controller.image.topics().partitionCount());
  }
}
