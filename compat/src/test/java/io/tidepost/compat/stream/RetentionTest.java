package io.tidepost.compat.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Records go when their time or their space is over, read or not, segment by segment.
@ExtendWith(Shared.class)
final class RetentionTest {
  private final ServerUnderTest server;
  private final Clients clients;

  RetentionTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  @Test
  void recordsOlderThanTheRetentionTimeGoAndReadersFollowTheirResetPolicy() {
    String topic =
        clients.topic("by-time", 1, Map.of("retention.ms", "60000", "segment.ms", "1000"));
    TopicPartition partition = new TopicPartition(topic, 0);
    writeAt(topic, System.currentTimeMillis() - 120_000, "old", 20);
    try (Admin admin = clients.admin()) {
      await().atMost(Clients.LIMIT).until(() -> earliest(admin, partition) == 20);
      writeAt(topic, System.currentTimeMillis(), "new", 5);
    }
    try (Consumer<String, String> follows = clients.consumer(Map.of());
        Consumer<String, String> fails = clients.consumer(Map.of("auto.offset.reset", "none"))) {
      follows.assign(List.of(partition));
      follows.seek(partition, 3);
      assertEquals(20, Clients.read(follows, 5).getFirst().offset());
      fails.assign(List.of(partition));
      fails.seek(partition, 3);
      assertThrows(OffsetOutOfRangeException.class, () -> Clients.read(fails, 1));
    }
    await()
        .atMost(Clients.LIMIT)
        .until(() -> !Files.exists(folder(topic).resolve("00000000000000000000.log")));
  }

  @Test
  void theOldestSegmentsGoWhenTheLogIsLargerThanItsRetentionSize() {
    String topic =
        clients.topic(
            "by-size", 1, Map.of("retention.bytes", "2000000", "segment.bytes", "1048576"));
    TopicPartition partition = new TopicPartition(topic, 0);
    String value = "x".repeat(10_000);
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < 600; i++) {
        producer.send(new ProducerRecord<>(topic, 0, null, value));
      }
      producer.flush();
    }
    try (Admin admin = clients.admin()) {
      await().atMost(Clients.LIMIT).until(() -> earliest(admin, partition) > 0);
      await().atMost(Clients.LIMIT).until(() -> bytes(folder(topic)) < 3_200_000);
      long first = earliest(admin, partition);
      assertTrue(first < 600, "everything went");
      assertEquals(600 - first, clients.readAll(topic).size());
    }
  }

  @Test
  void twoDaysOfRetentionAreShownBack() {
    String topic = clients.topic("two-days", 1, Map.of("retention.ms", "172800000"));
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = clients.admin()) {
      ConfigEntry entry =
          Clients.of(Clients.get(admin.describeConfigs(List.of(resource)).all()), resource)
              .get("retention.ms");
      assertEquals("172800000", entry.value());
      assertEquals(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, entry.source());
    }
  }

  @Test
  void aShorterRetentionAppliesToALivingTopic() {
    String topic = clients.topic("shortened", 1, Map.of("segment.ms", "1000"));
    TopicPartition partition = new TopicPartition(topic, 0);
    writeAt(topic, System.currentTimeMillis() - 120_000, "old", 20);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp shorter =
        new AlterConfigOp(new ConfigEntry("retention.ms", "60000"), AlterConfigOp.OpType.SET);
    try (Admin admin = clients.admin()) {
      assertEquals(0, earliest(admin, partition));
      Clients.get(admin.incrementalAlterConfigs(Map.of(resource, List.of(shorter))).all());
      await().atMost(Clients.LIMIT).until(() -> earliest(admin, partition) == 20);
    }
  }

  private void writeAt(String topic, long time, String value, int count) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, 0, time, null, value + " " + i));
      }
      producer.flush();
    }
  }

  private static long earliest(Admin admin, TopicPartition partition) {
    return Clients.get(
            admin.listOffsets(Map.of(partition, OffsetSpec.earliest())).partitionResult(partition))
        .offset();
  }

  private Path folder(String topic) {
    return server.dataDirectory().resolve(topic + "-0");
  }

  /// Size of the segments, without what is waiting to be deleted.
  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
