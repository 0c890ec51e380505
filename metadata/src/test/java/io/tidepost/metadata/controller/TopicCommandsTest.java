package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.ConfigResource;
import io.tidepost.metadata.controller.IncrementalAlterConfigs.Change;
import io.tidepost.metadata.controller.IncrementalAlterConfigs.Operation;
import io.tidepost.metadata.image.Broker;
import io.tidepost.metadata.image.Partition;
import io.tidepost.wire.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicCommandsTest {

  private final ControllerTester controller = new ControllerTester(2);

  @BeforeEach
  void oneBroker() {
    controller.join(1);
  }

  @Test
  void deletesByNameAndByIdAndSaysWhatIsWrongWithEachTarget() {
    Uuid a = controller.create(NewTopic.of("a", 1, (short) 1)).id();
    Uuid b = controller.create(NewTopic.of("b", 1, (short) 1)).id();
    Uuid c = controller.create(NewTopic.of("c", 1, (short) 1)).id();
    controller.call(
        new IncrementalAlterConfigs(
            Map.of(ConfigResource.topic("a"), List.of(new Change(Operation.SET, "x", "1"))),
            false));
    Uuid unknown = new Uuid(5, 5);
    var outcomes =
        controller.call(
            new DeleteTopics(
                List.of(
                    target("a", Uuid.ZERO),
                    target(null, b),
                    target("nope", Uuid.ZERO),
                    target(null, unknown),
                    target(null, Uuid.ZERO),
                    target("x", b),
                    target("c", Uuid.ZERO),
                    target("c", Uuid.ZERO))));
    Map<String, ErrorCode> errors = new HashMap<>();
    outcomes.forEach(o ->
        errors.put(
            o.name() + "/" + (o.id().equals(Uuid.ZERO) ? "-" : o.id()),
            o.failure() == null ? ErrorCode.NONE : o.failure().error()));
    assertEquals(
        Map.of(
            "a/" + a,
            ErrorCode.NONE,
            "b/" + b,
            ErrorCode.NONE,
            "nope/-",
            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
            "null/" + unknown,
            ErrorCode.UNKNOWN_TOPIC_ID,
            "null/-",
            ErrorCode.INVALID_REQUEST,
            "x/" + b,
            ErrorCode.INVALID_REQUEST,
            "c/-",
            ErrorCode.INVALID_REQUEST),
        errors);
    assertNull(controller.image.topics().byName("a"));
    assertNotNull(controller.image.topics().byId(c));
    assertEquals(1, controller.image.topics().partitionCount());
    assertTrue(controller.image.configs().of(ConfigResource.topic("a")).isEmpty());
  }

  private static DeleteTopics.Target target(@Nullable String name, Uuid id) {
    return new DeleteTopics.Target(name, id);
  }

  @Test
  void aNameThatMapsToASuppliedIdDeletesNothing() {
    Uuid a = controller.create(NewTopic.of("a", 1, (short) 1)).id();
    var outcomes =
        controller.call(new DeleteTopics(List.of(target("a", Uuid.ZERO), target(null, a))));
    assertEquals(
        "The provided topic name maps to an ID that was already supplied.",
        Failure.message(outcomes.get(0).failure()));
    assertNotNull(controller.image.topics().byName("a"));
  }

  @Test
  void aTopicDeletedAndCreatedAnewHasAnotherId() {
    Uuid old = controller.create(NewTopic.of("a", 1, (short) 1)).id();
    controller.call(new DeleteTopics(List.of(target("a", Uuid.ZERO))));
    assertNull(controller.create(NewTopic.of("a", 2, (short) 1)).failure());
    assertNull(controller.image.topics().byId(old));
    assertNull(controller.create(NewTopic.of("b_c", 2, (short) 1)).failure());
    controller.call(new DeleteTopics(List.of(target("b_c", Uuid.ZERO))));
    assertNull(controller.create(NewTopic.of("b.c", 2, (short) 1)).failure());
  }

  @Test
  void addsPartitions() {
    controller.create(NewTopic.of("a", 2, (short) 1));
    assertNull(grow("a", 5, null));
    var topic = Objects.requireNonNull(controller.image.topics().byName("a"));
    assertEquals(5, topic.partitions().size());
    assertEquals(1, topic.partitions().get(4).leader());
    assertEquals(5, controller.image.topics().partitionCount());
    assertFailure(
        ErrorCode.INVALID_PARTITIONS, "Topic already has 5 partition(s).", grow("a", 5, null));
    assertFailure(
        ErrorCode.INVALID_PARTITIONS,
        "The topic a currently has 5 partition(s); 4 would not be an increase.",
        grow("a", 4, null));
    assertFailure(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified.",
        grow("a", 7, List.of(List.of(1))));
    assertEquals(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, Objects.requireNonNull(grow("z", 7, null)).error());
    assertNull(grow("a", 6, List.of(List.of(1))));
  }

  private @Nullable Failure grow(
      String topic, int count, @Nullable List<List<Integer>> assignments) {
    return controller
        .call(
            new CreatePartitions(
                List.of(new CreatePartitions.Growth(topic, count, assignments)), false))
        .get(topic);
  }

  private static void assertFailure(ErrorCode error, String message, @Nullable Failure failure) {
    assertEquals(new Failure(error, message), failure);
  }

  @Test
  void altersConfigurationsIncrementally() {
    controller.create(NewTopic.of("a", 1, (short) 1));
    ConfigResource topic = ConfigResource.topic("a");
    assertNull(alter(topic, new Change(Operation.SET, "retention.ms", "7")));
    assertNull(alter(topic, new Change(Operation.APPEND, "cleanup.policy", "compact")));
    assertEquals(
        Map.of("retention.ms", "7", "cleanup.policy", "delete,compact"),
        controller.image.configs().of(topic));
    assertNull(alter(topic, new Change(Operation.SUBTRACT, "cleanup.policy", "delete")));
    assertNull(alter(topic, new Change(Operation.DELETE, "retention.ms", null)));
    assertEquals(Map.of("cleanup.policy", "compact"), controller.image.configs().of(topic));
    assertFailure(
        ErrorCode.INVALID_CONFIG,
        "Can't APPEND to key retention.ms because its type is not LIST.",
        alter(topic, new Change(Operation.APPEND, "retention.ms", "7")));
    assertFailure(
        ErrorCode.INVALID_CONFIG,
        "bad retention.ms",
        alter(topic, new Change(Operation.SET, "retention.ms", "bad")));
    assertFailure(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
        "The topic 'z' does not exist.",
        alter(ConfigResource.topic("z"), new Change(Operation.SET, "x", "1")));
    assertFailure(
        ErrorCode.INVALID_REQUEST,
        "Default topic resources are not allowed.",
        alter(ConfigResource.topic(""), new Change(Operation.SET, "x", "1")));
    assertNull(alter(ConfigResource.BROKER_DEFAULT, new Change(Operation.SET, "x", "1")));
    assertFailure(
        ErrorCode.BROKER_ID_NOT_REGISTERED,
        "No broker with id 7 found.",
        alter(ConfigResource.broker(7), new Change(Operation.SET, "x", "1")));
  }

  private @Nullable Failure alter(ConfigResource resource, Change change) {
    return controller
        .call(new IncrementalAlterConfigs(Map.of(resource, List.of(change)), false))
        .get(resource);
  }

  @Test
  void legacyAlterReplacesEverything() {
    controller.create(new NewTopic("a", 1, (short) 1, List.of(), Map.of("x", "1", "y", "2")));
    ConfigResource topic = ConfigResource.topic("a");
    assertNull(
        controller
            .call(new LegacyAlterConfigs(Map.of(topic, Map.of("y", "3", "z", "4")), false))
            .get(topic));
    assertEquals(Map.of("y", "3", "z", "4"), controller.image.configs().of(topic));
  }

  @Test
  void anUncleanStartRaisesTheLeaderEpochAndACleanOneDoesNot() {
    controller.create(NewTopic.of("a", 1, (short) 1));
    controller.join(1, 2, true);
    assertEquals(0, partition().leaderEpoch());
    controller.join(1, 3, false);
    assertEquals(1, partition().leaderEpoch());
    assertEquals(1, partition().leader());
  }

  private Partition partition() {
    return Objects.requireNonNull(controller.image.topics().partition("a", 0));
  }

  private Broker broker() {
    return Objects.requireNonNull(controller.image.brokers().get(1));
  }

  @Test
  void registrationIsIdempotentPerIncarnationAndHandsOutProducerIds() {
    long epoch = controller.register(1, 1);
    assertEquals(broker().epoch(), epoch);
    var first = controller.call(new AllocateProducerIds(1, epoch));
    var second = controller.call(new AllocateProducerIds(1, epoch));
    assertEquals(0, first.first());
    assertEquals(1_000, second.first());
    assertEquals(1_000, second.count());
    long later = controller.register(1, 2);
    assertTrue(later > epoch);
    assertTrue(broker().fenced());
    assertEquals(
        ErrorCode.STALE_BROKER_EPOCH,
        Objects.requireNonNull(controller.call(new AllocateProducerIds(1, epoch)).failure())
            .error());
    assertEquals(
        ErrorCode.BROKER_ID_NOT_REGISTERED,
        Objects.requireNonNull(controller.call(new AllocateProducerIds(8, epoch)).failure())
            .error());
  }

  @Test
  void partitionsAboveTheQuotaAreNeitherMadeNorDeleted() {
    int[] left = {5};
    MutationQuota quota =
        partitions ->
            (left[0] -= partitions) >= 0 ? null : Failure.of(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    var created =
        controller.call(
            new CreateTopics(
                List.of(
                    NewTopic.of("a/b", 9, (short) 1),
                    NewTopic.of("first", 4, (short) 1),
                    NewTopic.of("second", 2, (short) 1)),
                false,
                quota));
    assertNull(Objects.requireNonNull(created.get("first")).failure());
    assertThrottled(Objects.requireNonNull(created.get("second")).failure());
    assertNull(controller.image.topics().byName("second"));
    left[0] = 2;
    var grown =
        controller.call(
            new CreatePartitions(
                List.of(
                    new CreatePartitions.Growth("first", 4, null),
                    new CreatePartitions.Growth("first", 7, null)),
                false,
                quota));
    assertThrottled(grown.get("first"));
    assertEquals(
        4, Objects.requireNonNull(controller.image.topics().byName("first")).partitions().size());
    left[0] = 3;
    assertThrottled(
        controller
            .call(new DeleteTopics(List.of(target("first", Uuid.ZERO)), quota))
            .getFirst()
            .failure());
    assertNotNull(controller.image.topics().byName("first"));
  }

  private static void assertThrottled(@Nullable Failure failure) {
    assertEquals(ErrorCode.THROTTLING_QUOTA_EXCEEDED, Objects.requireNonNull(failure).error());
  }
}
