package io.tidepost.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.TestSurroundings;
import io.tidepost.coordinator.group.consumer.MemberState;
import io.tidepost.coordinator.group.streams.StreamsMember.Endpoint;
import io.tidepost.coordinator.group.streams.StreamsMember.Identity;
import io.tidepost.coordinator.group.streams.StreamsMember.Ownership;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The records of streams groups are Kafka's, in both directions.
class KafkaStreamsRecordsTest {

  private static final GroupCoordinatorRecordSerde KAFKA = new GroupCoordinatorRecordSerde();
  private static final Identity IDENTITY =
      new Identity(
          "rack",
          "client",
          "/host",
          300,
          2,
          "process",
          new Endpoint("there", 65_000),
          new TreeMap<>(Map.of("zone", "a")));

  private static TaskMap tasks(int epoch, int... partitions) {
    TaskMap tasks = TaskMap.empty();
    for (int partition : partitions) {
      tasks.add("0", partition, epoch);
    }
    return tasks;
  }

  private static final Tasks TARGET = new Tasks(tasks(0, 1, 2), tasks(0, 3), tasks(0, 4));
  private static final Ownership OWNERSHIP =
      new Ownership(
          5,
          4,
          MemberState.UNREVOKED,
          new Tasks(tasks(3, 1), tasks(0, 3), tasks(0, 4)),
          new Tasks(tasks(2, 7), TaskMap.empty(), TaskMap.empty()));

  static Stream<CoordinatorRecord> records() {
    return Stream.of(
        StreamsRecords.epoch("g", 3, 99, 1, Map.of("num.standby.replicas", "1")),
        StreamsRecords.topology("g", TopologyPlannerTest.wordCount()),
        StreamsRecords.member("g", "m", IDENTITY),
        StreamsRecords.targetEpoch("g", 3, 1_000),
        StreamsRecords.target("g", "m", TARGET),
        StreamsRecords.ownership("g", "m", OWNERSHIP),
        StreamsRecords.epochTombstone("g"),
        StreamsRecords.topologyTombstone("g"),
        StreamsRecords.memberTombstone("g", "m"),
        StreamsRecords.targetEpochTombstone("g"),
        StreamsRecords.targetTombstone("g", "m"),
        StreamsRecords.ownershipTombstone("g", "m"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void kafkaReadsAndWritesTheSameBytes(CoordinatorRecord record) {
    byte[] value = record.value();
    var read =
        KAFKA.deserialize(
            ByteBuffer.wrap(record.key()), value == null ? null : ByteBuffer.wrap(value));
    assertArrayEquals(record.key(), KAFKA.serializeKey(read));
    assertArrayEquals(value, KAFKA.serializeValue(read));
  }

  @Test
  void whatIsWrittenIsRead() {
    GroupCoordinatorShard shard =
        new GroupCoordinatorShard(GroupOptions.DEFAULTS, new TestSurroundings());
    records().limit(6).forEach(record -> shard.apply(0, -1, record));
    StreamsGroup group = shard.streams().find("g");
    assertNotNull(group);
    assertEquals(3, group.epoch());
    assertEquals(3, group.assignmentEpoch());
    assertEquals(Map.of("num.standby.replicas", "1"), group.assignmentConfigs());
    assertEquals(new StreamsMember("m", IDENTITY, OWNERSHIP), group.member("m"));
    assertEquals(TARGET, group.target("m"));
    assertNotNull(group.topology());
    assertTrue(Topologies.same(TopologyPlannerTest.wordCount(), group.topology()));
    shard.tombstones("g").forEach(record -> shard.apply(0, -1, record));
    assertEquals(Set.of(), shard.groupIds());
  }
}
