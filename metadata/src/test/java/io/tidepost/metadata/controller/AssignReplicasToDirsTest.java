package io.tidepost.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.metadata.controller.AssignReplicasToDirs.Assignment;
import io.tidepost.metadata.image.Endpoint;
import io.tidepost.metadata.image.Partition;
import io.tidepost.metadata.image.Topic;
import io.tidepost.metadata.image.VersionRange;
import io.tidepost.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Where replicas are: Kafka's rules of KIP-858.
final class AssignReplicasToDirsTest {

  private static final Uuid FIRST = new Uuid(100, 1);
  private static final Uuid SECOND = new Uuid(100, 2);
  private static final Uuid STRANGE = new Uuid(7, 7);

  private final ControllerTester tester = new ControllerTester(1);
  private final long epoch = register(1, FIRST, SECOND);

  private long register(int id, Uuid... directories) {
    var command =
        new RegisterBroker(
            id,
            new Uuid(1, id),
            List.of(new Endpoint("PLAINTEXT", "host" + id, 9092, (short) 0)),
            Map.of("metadata.version", new VersionRange((short) 7, (short) 31)),
            null,
            List.of(directories));
    long brokerEpoch = tester.call(command).brokerEpoch();
    tester.call(new UnfenceBroker(id, brokerEpoch, true));
    return brokerEpoch;
  }

  private Topic topic() {
    return Objects.requireNonNull(tester.image.topics().byName("t"));
  }

  private Partition partition() {
    return topic().partitions().getFirst();
  }

  @Test
  void aBrokerOfSeveralDirectoriesChoosesAndTells() {
    tester.create(NewTopic.of("t", 1, (short) 1));
    assertEquals(Uuid.ZERO, partition().directoryOf(1));
    int before = partition().partitionEpoch();
    int leaderEpoch = partition().leaderEpoch();
    var told = List.of(new Assignment(topic().id(), 0, SECOND));
    assertEquals(
        List.of(ErrorCode.NONE), tester.call(new AssignReplicasToDirs(1, epoch, told)).errors());
    assertEquals(SECOND, partition().directoryOf(1));
    assertEquals(before + 1, partition().partitionEpoch());
    assertEquals(leaderEpoch, partition().leaderEpoch());
    tester.call(new AssignReplicasToDirs(1, epoch, told));
    assertEquals(before + 1, partition().partitionEpoch(), "what is known is not written again");
  }

  @Test
  void onlyTheBrokersOwnPlaceChanges() {
    long other = register(2, STRANGE);
    tester.create(NewTopic.of("t", 1, (short) 2));
    tester.call(
        new AssignReplicasToDirs(1, epoch, List.of(new Assignment(topic().id(), 0, FIRST))));
    assertEquals(FIRST, partition().directoryOf(1));
    assertEquals(STRANGE, partition().directoryOf(2));
    assertTrue(other > epoch);
  }

  @Test
  void whatIsNotThereIsNamedOneByOne() {
    register(2, STRANGE);
    tester.create(NewTopic.of("t", 1, (short) 1));
    int elsewhere = 3 - partition().replicas().getFirst();
    var assignments =
        List.of(
            new Assignment(STRANGE, 0, FIRST),
            new Assignment(topic().id(), 9, FIRST),
            new Assignment(topic().id(), 0, FIRST));
    long brokerEpoch = Objects.requireNonNull(tester.image.brokers().get(elsewhere)).epoch();
    assertEquals(
        List.of(
            ErrorCode.UNKNOWN_TOPIC_ID,
            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
            ErrorCode.NOT_LEADER_OR_FOLLOWER),
        tester.call(new AssignReplicasToDirs(elsewhere, brokerEpoch, assignments)).errors());
  }

  @Test
  void aStaleOrUnknownBrokerChangesNothing() {
    tester.create(NewTopic.of("t", 1, (short) 1));
    var told = List.of(new Assignment(topic().id(), 0, FIRST));
    var stale = tester.call(new AssignReplicasToDirs(1, epoch - 1, told)).failure();
    assertEquals(ErrorCode.STALE_BROKER_EPOCH, stale == null ? null : stale.error());
    var unknown = tester.call(new AssignReplicasToDirs(8, epoch, told)).failure();
    assertEquals(ErrorCode.BROKER_ID_NOT_REGISTERED, unknown == null ? null : unknown.error());
    assertEquals(Uuid.ZERO, partition().directoryOf(1));
    assertNull(tester.call(new AssignReplicasToDirs(1, epoch, told)).failure());
  }

  @Test
  void reservedIdsAreNoDirectories() {
    assertTrue(Partition.isReserved(Uuid.ZERO));
    assertTrue(Partition.isReserved(new Uuid(0, 99)));
    assertFalse(Partition.isReserved(new Uuid(0, 100)));
    assertFalse(Partition.isReserved(FIRST));
  }
}
