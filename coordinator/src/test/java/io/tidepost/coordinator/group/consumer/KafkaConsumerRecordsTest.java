package io.tidepost.coordinator.group.consumer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.GroupCoordinatorShard;
import io.tidepost.coordinator.group.GroupOptions;
import io.tidepost.coordinator.group.TestSurroundings;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The records of consumer groups are Kafka's, in both directions.
class KafkaConsumerRecordsTest {

  private static final GroupCoordinatorRecordSerde KAFKA = new GroupCoordinatorRecordSerde();
  private static final Uuid TOPIC = new Uuid(3, 4);
  private static final Subscription SUBSCRIPTION =
      new Subscription(
          "i",
          "rack",
          "client",
          "/host",
          Subscription.names(List.of("t", "u")),
          "a.*",
          300,
          "range",
          new ClassicSide(9, List.of(new ClassicSide.Protocol("sticky", new byte[] {1, 2}))));
  private static final Ownership OWNERSHIP =
      new Ownership(
          5,
          4,
          MemberState.UNREVOKED,
          Partitions.atEpoch(Map.of(TOPIC, Set.of(1, 2)), 3),
          Partitions.atEpoch(Map.of(TOPIC, Set.of(7)), 2));
  private static final ResolvedRegex RESOLVED =
      new ResolvedRegex(Subscription.names(List.of("ab")), 77, 88);

  static Stream<CoordinatorRecord> records() {
    return Stream.of(
        ConsumerRecords.epoch("g", 3, 0x1234_5678_9abcL),
        ConsumerRecords.member("g", "m", SUBSCRIPTION),
        ConsumerRecords.targetEpoch("g", 3, 1_000),
        ConsumerRecords.target("g", "m", new TreeMap<>(Map.of(TOPIC, new TreeSet<>(Set.of(1, 2))))),
        ConsumerRecords.ownership("g", "m", OWNERSHIP),
        ConsumerRecords.regex("g", "a.*", RESOLVED),
        ConsumerRecords.epochTombstone("g"),
        ConsumerRecords.partitionMetadataTombstone("g"),
        ConsumerRecords.memberTombstone("g", "m"),
        ConsumerRecords.targetEpochTombstone("g"),
        ConsumerRecords.targetTombstone("g", "m"),
        ConsumerRecords.ownershipTombstone("g", "m"),
        ConsumerRecords.regexTombstone("g", "a.*"));
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
    ConsumerGroup group = shard.consumer().find("g");
    assertNotNull(group);
    assertEquals(3, group.epoch());
    assertEquals(0x1234_5678_9abcL, group.metadataHash());
    assertEquals(3, group.assignmentEpoch());
    assertEquals(1_000, group.assignmentMillis());
    assertEquals(new ConsumerMember("m", SUBSCRIPTION, OWNERSHIP), group.member("m"));
    assertEquals(Map.of(TOPIC, Set.of(1, 2)), group.target("m"));
    assertEquals(Map.of("a.*", RESOLVED), group.regexes());
    shard.tombstones("g").forEach(record -> shard.apply(0, -1, record));
    assertEquals(Set.of(), shard.groupIds());
  }
}
