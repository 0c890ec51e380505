package io.tidepost.compat.transaction;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Consume, transform, produce with a consumer of the consumer protocol (KIP-848): what it reads,
/// writes and where it is belong to one transaction (KIP-447).
@ExtendWith(Shared.class)
final class ConsumerProtocolTransactionsTest {
  private static final int RECORDS = 30;

  private final Clients clients;
  private final String in;
  private final String out;
  private final String group = Clients.unique("processors");

  ConsumerProtocolTransactionsTest(ServerUnderTest server) {
    this.clients = new Clients(server);
    this.in = clients.topic("in", 1);
    this.out = clients.topic("out", 1);
  }

  private Consumer<String, String> member() {
    Consumer<String, String> consumer =
        clients.consumer(
            Map.of(
                "group.id", group,
                "group.protocol", "consumer",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed"));
    consumer.subscribe(List.of(in));
    return consumer;
  }

  private Producer<String, String> producer() {
    Map<String, Object> options = new HashMap<>();
    options.put("transactional.id", Clients.unique("processor"));
    Producer<String, String> producer = clients.producer(options);
    producer.initTransactions();
    return producer;
  }

  private static Map<TopicPartition, OffsetAndMetadata> ends(ConsumerRecords<String, String> read) {
    Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
    for (ConsumerRecord<String, String> record : read) {
      ends.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    return ends;
  }

  private List<String> written() {
    List<String> values = new ArrayList<>();
    try (Consumer<String, String> consumer =
        clients.consumer(Map.of("isolation.level", "read_committed"))) {
      TopicPartition partition = new TopicPartition(out, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = Clients.of(consumer.endOffsets(List.of(partition)), partition);
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> values.add(record.value()));
            return consumer.position(partition) >= end;
          });
    }
    return values;
  }

  @Test
  void comesOutExactlyOnce() {
    clients.writeNumbers(in, 0, 1, RECORDS);
    int[] transactions = {0};
    int[] done = {0};
    try (Consumer<String, String> consumer = member();
        Producer<String, String> producer = producer()) {
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            ConsumerRecords<String, String> read = consumer.poll(Duration.ofMillis(100));
            if (read.isEmpty()) {
              return false;
            }
            producer.beginTransaction();
            read.forEach(record -> producer.send(new ProducerRecord<>(out, record.value())));
            producer.sendOffsetsToTransaction(ends(read), consumer.groupMetadata());
            if (transactions[0]++ == 0) {
              producer.abortTransaction();
              consumer.seekToBeginning(consumer.assignment());
            } else {
              producer.commitTransaction();
              done[0] += read.count();
            }
            return done[0] == RECORDS;
          });
    }
    assertEquals(IntStream.rangeClosed(1, RECORDS).mapToObj(String::valueOf).toList(), written());
    try (Admin admin = clients.admin()) {
      var committed =
          Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
      assertEquals(RECORDS, Clients.of(committed, new TopicPartition(in, 0)).offset());
    }
  }

  @Test
  void whoIsNoMemberAnyMoreCommitsNothing() {
    clients.writeNumbers(in, 0, 1, RECORDS);
    try (Producer<String, String> producer = producer()) {
      ConsumerGroupMetadata left;
      try (Consumer<String, String> consumer = member()) {
        await().atMost(Clients.LIMIT).until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
        left = consumer.groupMetadata();
      }
      producer.beginTransaction();
      var offsets = Map.of(new TopicPartition(in, 0), new OffsetAndMetadata(5));
      assertThrows(
          CommitFailedException.class, () -> producer.sendOffsetsToTransaction(offsets, left));
      producer.abortTransaction();
    }
  }
}
