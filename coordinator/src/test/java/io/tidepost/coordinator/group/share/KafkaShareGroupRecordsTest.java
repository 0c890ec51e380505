package io.tidepost.coordinator.group.share;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tidepost.base.Uuid;
import io.tidepost.coordinator.runtime.CoordinatorRecord;
import io.tidepost.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.junit.jupiter.api.Test;

/// Our records of share groups are Kafka's; Kafka's own serialization is the judge.
final class KafkaShareGroupRecordsTest {

  private static final GroupCoordinatorRecordSerde KAFKA = new GroupCoordinatorRecordSerde();
  private static final Uuid TOPIC = new Uuid(7, 8);
  private static final Assignment ASSIGNMENT =
      new Assignment.Builder().add(TOPIC, 3).add(TOPIC, 1).build();
  private static final ShareMember MEMBER =
      new ShareMember(
          "m", "rack", "client", "/host", new TreeSet<>(List.of("t", "u")), 5, 4, ASSIGNMENT);

  private final ShareGroups groups = new ShareGroups();

  private static List<CoordinatorRecord> all() {
    StateTopics topics = new StateTopics(partitions(0, 1, 2), partitions(3));
    List<CoordinatorRecord> records = new ArrayList<>();
    records.add(ShareGroupRecords.member("g", MEMBER));
    records.add(ShareGroupRecords.epoch("g", 6, 99));
    records.add(ShareGroupRecords.targetEpoch("g", 6, 1000));
    records.add(ShareGroupRecords.target("g", "m", ASSIGNMENT));
    records.add(ShareGroupRecords.current("g", MEMBER));
    records.add(ShareGroupRecords.states("g", topics));
    return records;
  }

  private static TreeMap<Uuid, SharedTopic> partitions(Integer... numbers) {
    TreeMap<Uuid, SharedTopic> topics = new TreeMap<>();
    topics.put(TOPIC, new SharedTopic("t", new TreeSet<>(List.of(numbers))));
    return topics;
  }

  private void apply(CoordinatorRecord record) {
    WireReader key = new WireReader(ByteBuffer.wrap(record.key()));
    groups.apply(key.readInt16(), key, record.value());
  }

  @Test
  void kafkaReadsThemAndWritesThemTheSame() {
    List<CoordinatorRecord> records = all();
    records.addAll(ShareGroupRecords.withoutMember("g", "m"));
    records.addAll(ShareGroupRecords.withoutGroup("g"));
    for (CoordinatorRecord record : records) {
      byte[] value = record.value();
      var read =
          KAFKA.deserialize(
              ByteBuffer.wrap(record.key()), value == null ? null : ByteBuffer.wrap(value));
      assertArrayEquals(record.key(), KAFKA.serializeKey(read));
      if (value != null) {
        assertArrayEquals(value, KAFKA.serializeValue(read));
      }
    }
  }

  @Test
  void theyComeToTheGroupThatWroteThem() {
    all().forEach(this::apply);
    ShareGroup group = groups.find("g");
    assertNotNull(group);
    assertEquals(6, group.epoch());
    assertEquals(99, group.metadataHash());
    assertEquals(6, group.assignmentEpoch());
    assertEquals(MEMBER, group.member("m"));
    assertEquals(ASSIGNMENT, group.target("m"));
    assertEquals(partitions(0, 1, 2), group.states().initialized());
    assertEquals(partitions(3), group.states().initializing());
    ShareGroupRecords.withoutMember("g", "m").forEach(this::apply);
    assertEquals("Empty", group.stateName());
    ShareGroupRecords.withoutGroup("g").forEach(this::apply);
    assertEquals(0, groups.groups().size());
  }
}
