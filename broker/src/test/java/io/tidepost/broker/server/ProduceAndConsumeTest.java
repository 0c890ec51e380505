package io.tidepost.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The newest client against a whole node.
class ProduceAndConsumeTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void whatIsProducedIsConsumedWithEachCodec(String codec) throws Exception {
    try (TestNode node = TestNode.start(directory)) {
      produce(node, "records", 1000, Map.of("compression.type", codec));
      assertEquals(expected(1000), consume(node, "records", 1000));
    }
  }

  @ParameterizedTest
  @CsvSource({"0,disk", "1,disk", "all,disk", "all,os"})
  void whatIsProducedIsConsumedWithEachAcks(String acks, String durability) throws Exception {
    try (TestNode node = TestNode.start(directory, "tidepost.durability=" + durability)) {
      produce(node, "records", 500, Map.of("acks", acks, "enable.idempotence", "false"));
      assertEquals(expected(500), consume(node, "records", 500));
    }
  }

  /// A producer that starts at full speed on a topic that does not exist yet must not lose or
  /// reorder anything, however small its batches are.
  @Test
  void anIdempotentProducerAtFullSpeedOnANewTopicLosesNothing() throws Exception {
    try (TestNode node = TestNode.start(directory)) {
      produce(node, "fresh", 20_000, Map.of("batch.size", "256", "linger.ms", "0"));
      assertEquals(expected(20_000), consume(node, "fresh", 20_000));
    }
  }

  @Test
  void recordsAndOffsetsSurviveARestart() throws Exception {
    try (TestNode node = TestNode.start(directory)) {
      produce(node, "kept", 300, Map.of());
    }
    try (TestNode node = TestNode.start(directory)) {
      assertEquals(expected(300), consume(node, "kept", 300));
      try (KafkaProducer<String, String> producer = producer(node, Map.of())) {
        RecordMetadata next = producer.send(new ProducerRecord<>("kept", 0, "k", "v")).get();
        assertEquals(300, next.offset());
      }
    }
  }

  /// A copy of the files of a running node is what a killed process leaves behind.
  @Test
  void afterAnUncleanStopNothingAcknowledgedIsHiddenFromTheFirstReader(@TempDir Path elsewhere)
      throws Exception {
    Path copy = elsewhere.resolve("copy");
    try (TestNode node = TestNode.start(directory)) {
      produce(node, "kept", 300, Map.of());
      copyTree(directory, copy);
    }
    try (TestNode node = TestNode.start(copy);
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(
                Map.of("bootstrap.servers", node.bootstrap()),
                new StringDeserializer(),
                new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("kept", 0);
      assertEquals(Map.of(partition, 300L), consumer.endOffsets(List.of(partition)));
      assertEquals(expected(300), consume(node, "kept", 300));
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static List<String> expected(int count) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add("value-" + i);
    }
    return result;
  }

  private static void produce(TestNode node, String topic, int count, Map<String, Object> options)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer(node, options)) {
      for (int i = 0; i < count; i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, 0, "key-" + i, "value-" + i)));
      }
    }
    for (Future<RecordMetadata> future : sent) {
      future.get();
    }
  }

  private static KafkaProducer<String, String> producer(
      TestNode node, Map<String, Object> options) {
    Map<String, Object> all = new java.util.HashMap<>(options);
    all.put("bootstrap.servers", node.bootstrap());
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static List<String> consume(TestNode node, String topic, int count) {
    List<String> result = new ArrayList<>();
    Map<String, Object> options =
        Map.of("bootstrap.servers", node.bootstrap(), "auto.offset.reset", "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
      while (result.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          assertEquals(result.size(), record.offset());
          result.add(record.value());
        }
      }
      assertTrue(result.size() >= count, () -> "only " + result.size() + " records came");
    }
    return result;
  }
}
