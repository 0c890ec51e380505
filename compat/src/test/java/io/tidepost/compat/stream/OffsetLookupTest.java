package io.tidepost.compat.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Offsets are found by position in the log and by time, and reading starts wherever one wants.
@ExtendWith(Shared.class)
final class OffsetLookupTest {
  private static final long FIRST_TIME = 1_700_000_000_000L;

  private final Clients clients;
  private TopicPartition partition = new TopicPartition("none", 0);

  OffsetLookupTest(ServerUnderTest server) {
    this.clients = new Clients(server);
  }

  /// A hundred records, ten seconds apart, except that record 40 is later than all others.
  @BeforeEach
  void writeRecords() {
    String topic = clients.topic("times", 1, Map.of("retention.ms", "-1"));
    partition = new TopicPartition(topic, 0);
    try (Producer<String, String> producer = clients.producer(Map.of("linger.ms", 0))) {
      for (int i = 0; i < 100; i++) {
        long time = FIRST_TIME + (i == 40 ? 5_000_000 : i * 10_000L);
        Clients.get(producer.send(new ProducerRecord<>(topic, 0, time, null, Integer.toString(i))));
      }
    }
  }

  @Test
  void offsetsAreFoundByPositionAndByTime() {
    try (Admin admin = clients.admin()) {
      assertEquals(0, lookUp(admin, OffsetSpec.earliest()).offset());
      assertEquals(100, lookUp(admin, OffsetSpec.latest()).offset());
      assertEquals(25, lookUp(admin, OffsetSpec.forTimestamp(FIRST_TIME + 245_000)).offset());
      assertEquals(40, lookUp(admin, OffsetSpec.forTimestamp(FIRST_TIME + 4_999_999)).offset());
      assertEquals(-1, lookUp(admin, OffsetSpec.forTimestamp(FIRST_TIME + 9_000_000)).offset());
      ListOffsetsResultInfo latestInTime = lookUp(admin, OffsetSpec.maxTimestamp());
      assertEquals(40, latestInTime.offset());
      assertEquals(FIRST_TIME + 5_000_000, latestInTime.timestamp());
      assertEquals(0, lookUp(admin, OffsetSpec.earliestLocal()).offset());
    }
  }

  @Test
  void readingStartsAtTheBeginningAtAnOffsetAtATimeOrAtTheEnd() {
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      assertEquals(Clients.numbers(0, 99), Clients.values(Clients.read(consumer, 100)));
      consumer.seek(partition, 60);
      assertEquals(Clients.numbers(60, 99), Clients.values(Clients.read(consumer, 40)));
      OffsetAndTimestamp found =
          Clients.of(consumer.offsetsForTimes(Map.of(partition, FIRST_TIME + 200_000)), partition);
      assertEquals(FIRST_TIME + 200_000, found.timestamp());
      consumer.seek(partition, found.offset());
      assertEquals(Clients.numbers(20, 99), Clients.values(Clients.read(consumer, 80)));
      consumer.seekToEnd(List.of(partition));
      assertEquals(100, consumer.position(partition));
      clients.writeNumbers(partition.topic(), 0, 100, 101);
      assertEquals(Clients.numbers(100, 101), Clients.values(Clients.read(consumer, 2)));
    }
  }

  @Test
  void deletedRecordsMoveTheBeginning() {
    try (Admin admin = clients.admin();
        Consumer<String, String> consumer = clients.consumer(Map.of())) {
      long low =
          Clients.get(
                  Clients.of(
                      admin
                          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(70)))
                          .lowWatermarks(),
                      partition))
              .lowWatermark();
      assertEquals(70, low);
      assertEquals(70, lookUp(admin, OffsetSpec.earliest()).offset());
      consumer.assign(List.of(partition));
      consumer.seek(partition, 5);
      assertEquals(
          Clients.numbers(70, 99),
          Clients.values(Clients.read(consumer, 30)),
          "an offset that is gone follows the reset policy");
    }
  }

  @Test
  void pollOnAnEmptyTailWaitsAndReturnsNothing() {
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToEnd(List.of(partition));
      assertEquals(0, consumer.poll(Duration.ofMillis(300)).count());
    }
  }

  private ListOffsetsResultInfo lookUp(Admin admin, OffsetSpec spec) {
    return Clients.get(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition));
  }
}
