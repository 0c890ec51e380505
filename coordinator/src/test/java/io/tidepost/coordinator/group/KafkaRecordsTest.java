package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.group.StoredGroup.StoredMember;
import io.tidepost.coordinator.group.offset.CommittedOffset;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.CoordinatorRecordType;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our records are Kafka's, in both directions; Kafka's own serialization is the judge.
class KafkaRecordsTest {

  private static final GroupCoordinatorRecordSerde KAFKA = new GroupCoordinatorRecordSerde();
  private static final Uuid TOPIC_ID = new Uuid(7, 8);

  private final GroupCoordinatorShard shard =
      new GroupCoordinatorShard(GroupOptions.DEFAULTS, new TestSurroundings());

  private static org.apache.kafka.coordinator.common.runtime.CoordinatorRecord byKafka(
      CoordinatorRecord record) {
    byte[] value = record.value();
    return KAFKA.deserialize(
        ByteBuffer.wrap(record.key()), value == null ? null : ByteBuffer.wrap(value));
  }

  private void applyKafkas(
      org.apache.kafka.coordinator.common.runtime.CoordinatorRecord record, long offset) {
    shard.apply(
        offset,
        -1,
        new CoordinatorRecord(KAFKA.serializeKey(record), KAFKA.serializeValue(record)));
  }

  @Test
  void kafkaReadsAnOffset() {
    var committed = new CommittedOffset(-1, 42, 3, "why", 1000, -1, TOPIC_ID);
    var read = byKafka(GroupRecords.offset("g", "t", 5, committed));
    OffsetCommitKey key = (OffsetCommitKey) read.key();
    assertEquals(List.of("g", "t", 5), List.of(key.group(), key.topic(), key.partition()));
    OffsetCommitValue value = (OffsetCommitValue) read.value().message();
    assertEquals(4, read.value().version());
    assertEquals(42, value.offset());
    assertEquals(3, value.leaderEpoch());
    assertEquals("why", value.metadata());
    assertEquals(1000, value.commitTimestamp());
    assertEquals(TOPIC_ID.toString(), value.topicId().toString());
  }

  @Test
  void kafkaReadsAnOffsetThatExpiresByItself() {
    var committed = new CommittedOffset(-1, 42, 3, "", 1000, 2000, TOPIC_ID);
    var read = byKafka(GroupRecords.offset("g", "t", 5, committed));
    assertEquals(1, read.value().version());
    assertEquals(2000, ((OffsetCommitValue) read.value().message()).expireTimestamp());
  }

  @Test
  void kafkaReadsTombstones() {
    assertNull(byKafka(GroupRecords.offsetTombstone("g", "t", 5)).value());
    var group = byKafka(GroupRecords.groupTombstone("g"));
    assertNull(group.value());
    assertEquals("g", ((GroupMetadataKey) group.key()).group());
  }

  @Test
  void kafkaReadsAGroup() {
    byte[] subscription = {1, 2};
    byte[] assignment = {3};
    var member =
        new StoredMember("m-1", "instance", "client", "/host", 30, 10, subscription, assignment);
    var stored = new StoredGroup("consumer", 9, "range", "m-1", 77, List.of(member));
    var read = byKafka(GroupRecords.group("g", stored));
    GroupMetadataValue value = (GroupMetadataValue) read.value().message();
    assertEquals(3, read.value().version());
    assertEquals(9, value.generation());
    assertEquals("consumer", value.protocolType());
    assertEquals("range", value.protocol());
    assertEquals("m-1", value.leader());
    assertEquals(77, value.currentStateTimestamp());
    GroupMetadataValue.MemberMetadata only = value.members().get(0);
    assertEquals("m-1", only.memberId());
    assertEquals("instance", only.groupInstanceId());
    assertEquals("client", only.clientId());
    assertEquals("/host", only.clientHost());
    assertEquals(30, only.rebalanceTimeout());
    assertEquals(10, only.sessionTimeout());
    assertArrayEquals(subscription, only.subscription());
    assertArrayEquals(assignment, only.assignment());
  }

  @ParameterizedTest
  @ValueSource(shorts = {0, 1, 2, 3, 4})
  void everyVersionOfAnOffsetIsUnderstood(short version) {
    OffsetCommitValue value =
        new OffsetCommitValue().setOffset(42).setMetadata("why").setCommitTimestamp(1000);
    OffsetCommitKey key = new OffsetCommitKey().setGroup("g").setTopic("t").setPartition(5);
    applyKafkas(record(key, value, version), 11);
    CommittedOffset found = shard.offsets().find("g", "t", 5);
    assertNotNull(found);
    assertEquals(new CommittedOffset(11, 42, -1, "why", 1000, -1, Uuid.ZERO), found);
  }

  @ParameterizedTest
  @ValueSource(shorts = {0, 1, 2, 3, 4})
  void everyVersionOfAGroupIsUnderstood(short version) {
    GroupMetadataValue value =
        new GroupMetadataValue()
            .setProtocolType("consumer")
            .setGeneration(4)
            .setProtocol("range")
            .setLeader("m")
            .setMembers(
                List.of(
                    new GroupMetadataValue.MemberMetadata()
                        .setMemberId("m")
                        .setClientId("c")
                        .setClientHost("/h")
                        .setSessionTimeout(10_000)
                        .setSubscription(new byte[] {0, 0})
                        .setAssignment(new byte[] {1})));
    applyKafkas(record(new GroupMetadataKey().setGroup("g"), value, version), 0);
    StoredGroup stored = shard.classic().stored("g");
    assertNotNull(stored);
    assertEquals(4, stored.generation());
    assertEquals(-1, stored.stateTimestampMillis());
    assertEquals("m", stored.members().get(0).memberId());
    assertEquals(-1, stored.members().get(0).rebalanceTimeoutMillis());
  }

  /// Whatever Kafka left behind, nothing fails.
  @ParameterizedTest
  @EnumSource(CoordinatorRecordType.class)
  void everyTypeOfRecordIsTaken(CoordinatorRecordType type) {
    ApiMessage key = type.newRecordKey();
    applyKafkas(record(key, type.newRecordValue(), (short) 0), 0);
    applyKafkas(org.apache.kafka.coordinator.common.runtime.CoordinatorRecord.tombstone(key), 1);
    assertTrue(Set.of("").containsAll(shard.groupIds()));
  }

  private static org.apache.kafka.coordinator.common.runtime.CoordinatorRecord record(
      ApiMessage key, ApiMessage value, short version) {
    return org.apache.kafka.coordinator.common.runtime.CoordinatorRecord.record(
        key, new ApiMessageAndVersion(value, version));
  }
}
