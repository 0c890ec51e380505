package io.tidepost.compat.transaction;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An application consumes, transforms and produces in transactions while the server is ended with
/// SIGKILL again and again, and so is the application: each input is in the output exactly once.
final class KilledInTransactionsTest {
  private static final int INPUTS = 1_500;
  private static final int KILLS = 3;

  private final ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("killed-in-transactions"), Shared.OPTIONS);
  private final Clients clients = new Clients(server);
  private final AtomicInteger moved = new AtomicInteger();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void eachInputIsInTheOutputExactlyOnce() throws InterruptedException {
    String input = clients.topic("input", 2);
    String output = clients.topic("output", 2);
    for (int partition = 0; partition < 2; partition++) {
      clients.writeNumbers(
          input, partition, partition * INPUTS / 2, (partition + 1) * INPUTS / 2 - 1);
    }
    Thread application = Thread.ofPlatform().start(() -> moveUntilDone(input, output));
    for (int kill = 1; kill <= KILLS; kill++) {
      int enough = kill * INPUTS / (KILLS + 2);
      await().until(() -> moved.get() >= enough);
      server.kill();
      server.start();
    }
    application.join(Duration.ofMinutes(8));
    List<Integer> values = new ArrayList<>();
    await()
        .atMost(Clients.LIMIT)
        .until(() -> {
          values.clear();
          values.addAll(readCommitted(output));
          return values.size() >= INPUTS;
        });
    values.sort(null);
    assertEquals(Clients.numbers(0, INPUTS - 1).stream().map(Integer::valueOf).toList(), values);
  }

  /// Works until everything is moved; after an error it starts anew, as an application that was
  /// restarted.
  private void moveUntilDone(String input, String output) {
    while (moved.get() < INPUTS && !Thread.currentThread().isInterrupted()) {
      try {
        moveUntilFailure(input, output);
      } catch (KafkaException e) {
        // The server is gone, or the transaction is: the next life goes on from what is committed.
      }
    }
  }

  private void moveUntilFailure(String input, String output) {
    Map<String, Object> producerOptions =
        Map.of(
            "transactional.id", "mover", "transaction.timeout.ms", 10_000, "max.block.ms", 15_000);
    Map<String, Object> consumerOptions =
        Map.of(
            "enable.auto.commit",
            false,
            "isolation.level",
            "read_committed",
            "max.poll.records",
            20,
            "default.api.timeout.ms",
            10_000);
    try (Producer<String, String> producer = clients.producer(producerOptions);
        Consumer<String, String> consumer = clients.member("movers", consumerOptions)) {
      producer.initTransactions();
      List<TopicPartition> partitions =
          List.of(new TopicPartition(input, 0), new TopicPartition(input, 1));
      consumer.assign(partitions);
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
      moved.set(
          committed.values().stream()
              .mapToInt(offset -> offset == null ? 0 : (int) offset.offset())
              .sum());
      while (moved.get() < INPUTS) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
        if (!records.isEmpty()) {
          move(records, output, producer, consumer);
        }
      }
    }
  }

  private void move(
      ConsumerRecords<String, String> records,
      String output,
      Producer<String, String> producer,
      Consumer<String, String> consumer) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    producer.beginTransaction();
    for (ConsumerRecord<String, String> record : records) {
      producer.send(new ProducerRecord<>(output, record.partition(), null, record.value()));
      offsets.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    producer.commitTransaction();
    moved.addAndGet(records.count());
  }

  private List<Integer> readCommitted(String topic) {
    try (Consumer<String, String> consumer =
        clients.consumer(Map.of("isolation.level", "read_committed"))) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<Integer> values = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < Clients.of(ends, partition))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> values.add(Integer.valueOf(record.value())));
      }
      return values;
    }
  }
}
