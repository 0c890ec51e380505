package io.tidepost.compat.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Topics that keep the newest record of each key.
final class CompactionTest {

  private static final Map<String, String> EAGER =
      Map.of(
          "cleanup.policy",
          "compact",
          "min.cleanable.dirty.ratio",
          "0.01",
          "delete.retention.ms",
          "100",
          "segment.ms",
          "1000");

  private final ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("compaction"), options());
  private final Clients clients = new Clients(server);

  private static Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("log.cleaner.backoff.ms", "100");
    options.put("offsets.topic.num.partitions", "1");
    options.put("offsets.topic.segment.bytes", "1048576");
    return options;
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  /// Sends one batch per record, each a minute later than the last one: each begins a new segment.
  private List<Long> send(String topic, long minute, @Nullable String... keysAndValues) {
    List<Long> offsets = new ArrayList<>();
    long time = System.currentTimeMillis() - 3_600_000;
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < keysAndValues.length; i += 2) {
        RecordMetadata sent =
            Clients.get(
                producer.send(
                    new ProducerRecord<>(
                        topic,
                        0,
                        time + 60_000 * (minute + i / 2),
                        keysAndValues[i],
                        keysAndValues[i + 1])));
        offsets.add(sent.offset());
      }
    }
    return offsets;
  }

  private List<String> found(String topic) {
    return clients.readAll(topic).stream()
        .map(record -> record.offset() + ":" + record.key() + "=" + record.value())
        .toList();
  }

  @Test
  void theNewestRecordOfEachKeyStaysWhereItIs() {
    String topic = clients.topic("newest", 1, EAGER);
    send(topic, 0, "a", "1", "b", "1", "a", "2", "c", "1", "b", null, "a", "3", "end", "1");
    await()
        .atMost(Clients.LIMIT)
        .until(() -> found(topic).equals(List.of("3:c=1", "4:b=null", "5:a=3", "6:end=1")));
    // The next round is after delete.retention.ms.
    await()
        .pollDelay(java.time.Duration.ofMillis(150))
        .atMost(Clients.LIMIT)
        .until(() -> send(topic, 10, "c", "2", "end", "2").size() == 2);
    await()
        .atMost(Clients.LIMIT)
        .until(() -> {
          send(topic, 20, "end", "3");
          List<String> now = found(topic);
          return now.getFirst().equals("5:a=3") && now.get(1).equals("7:c=2");
        });
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, 1);
      assertEquals(5, Clients.read(consumer, 1).getFirst().offset());
      var atTime =
          consumer.offsetsForTimes(Map.of(partition, System.currentTimeMillis() - 3_600_000 * 2));
      assertEquals(5, Clients.of(atTime, partition).offset());
    }
  }

  @Test
  void aRecordWithoutKeyIsRefused() {
    String topic = clients.topic("keyless", 1, EAGER);
    try (Producer<String, String> producer = clients.producer()) {
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, 0, null, "value"));
      assertInstanceOf(InvalidRecordException.class, Clients.failure(sent));
    }
    assertTrue(clients.readAll(topic).isEmpty());
  }

  @Test
  void nothingIsLostWhenTheServerIsKilledWhileItCompacts() {
    Map<String, String> configs = new HashMap<>(EAGER);
    configs.put("segment.bytes", "1048576");
    String topic = clients.topic("killed", 1, configs);
    Map<String, String> expected = new HashMap<>();
    Random random = new Random(7);
    for (int round = 0; round < 4; round++) {
      try (Producer<String, String> producer =
          clients.producer(Map.of("compression.type", round % 2 == 0 ? "none" : "lz4"))) {
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
          String key = "key-" + random.nextInt(2000);
          String value = random.nextInt(10) == 0 ? null : round + "-" + i + "-" + "x".repeat(100);
          sends.add(producer.send(new ProducerRecord<>(topic, 0, key, value)));
          if (value == null) {
            expected.remove(key);
          } else {
            expected.put(key, value);
          }
        }
        sends.forEach(Clients::get);
      }
      server.kill();
      server.start();
    }
    assertEquals(expected, state(topic));
    await().atMost(Clients.LIMIT).until(() -> clients.readAll(topic).size() < 30_000);
    assertEquals(expected, state(topic));
    server.stop();
    server.start();
    assertEquals(expected, state(topic));
  }

  private Map<String, String> state(String topic) {
    Map<String, String> state = new HashMap<>();
    long last = -1;
    for (ConsumerRecord<String, String> record : clients.readAll(topic)) {
      assertTrue(record.offset() > last);
      last = record.offset();
      if (record.value() == null) {
        state.remove(record.key());
      } else {
        state.put(record.key(), record.value());
      }
    }
    return state;
  }

  @Test
  void committedOffsetsStayFew() {
    String topic = clients.topic("commits", 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Consumer<String, String> consumer = clients.member("few", Map.of())) {
      consumer.assign(List.of(partition));
      for (int i = 0; i < 12_000; i++) {
        consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(i, "x".repeat(150))), null);
        if (i % 500 == 0) {
          consumer.commitSync(Map.of(partition, new OffsetAndMetadata(i)));
        }
      }
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(12_345)));
    }
    await().atMost(Clients.LIMIT).until(() -> bytes("__consumer_offsets-0") < 1_300_000);
    server.stop();
    server.start();
    try (Consumer<String, String> consumer = clients.member("few", Map.of())) {
      var committed = consumer.committed(java.util.Set.of(partition));
      assertEquals(12_345, Clients.of(committed, partition).offset());
    }
    assertFalse(server.output().contains("damaged"));
  }

  private long bytes(String folder) {
    try (Stream<Path> files = Files.list(server.dataDirectory().resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
