package io.tidepost.compat.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A topic is a number of ordered logs; producers choose among them.
@ExtendWith(Shared.class)
final class PartitionsTest {
  private final Clients clients;

  PartitionsTest(ServerUnderTest server) {
    this.clients = new Clients(server);
  }

  @Test
  void aThousandRecordsAreReadInTheOrderTheyWereWritten() {
    String topic = clients.topic("ordered", 1);
    clients.writeNumbers(topic, 0, 1, 1_000);
    List<ConsumerRecord<String, String>> read = clients.readAll(topic);
    assertEquals(Clients.numbers(1, 1_000), Clients.values(read));
    for (int i = 0; i < read.size(); i++) {
      assertEquals(i, read.get(i).offset(), "offsets are consecutive");
    }
  }

  @Test
  void everyPartitionCountsItsOwnOffsetsFromZero() {
    String topic = clients.topic("counted", 3);
    clients.writeNumbers(topic, 0, 1, 10);
    clients.writeNumbers(topic, 1, 1, 20);
    clients.writeNumbers(topic, 2, 1, 30);
    Map<Integer, List<Long>> offsets =
        clients.readAll(topic).stream()
            .collect(
                Collectors.groupingBy(
                    ConsumerRecord::partition,
                    Collectors.mapping(ConsumerRecord::offset, Collectors.toList())));
    for (int partition = 0; partition < 3; partition++) {
      List<Long> own = Clients.of(offsets, partition);
      assertEquals(10L * (partition + 1), own.size());
      assertEquals(0, own.getFirst());
      assertEquals(own.size() - 1L, own.getLast());
    }
  }

  @Test
  void recordsWithoutAKeySpreadOverAllPartitions() {
    String topic = clients.topic("spread", 3);
    Set<Integer> used = new HashSet<>();
    try (Producer<String, String> producer =
        clients.producer(Map.of("batch.size", 1_000, "linger.ms", 1))) {
      List<Future<RecordMetadata>> sends = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        sends.add(producer.send(new ProducerRecord<>(topic, "value " + i)));
      }
      sends.forEach(send -> used.add(Clients.get(send).partition()));
    }
    assertEquals(Set.of(0, 1, 2), used);
    assertEquals(3_000, clients.readAll(topic).size());
  }

  @Test
  void aKeyAlwaysGoesToThePartitionOfItsHash() {
    String topic = clients.topic("keyed", 5);
    try (Producer<String, String> producer = clients.producer()) {
      for (String key : List.of("alice", "bob", "carol", "dave")) {
        int expected = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % 5;
        for (int i = 0; i < 25; i++) {
          assertEquals(
              expected,
              Clients.get(producer.send(new ProducerRecord<>(topic, key, "" + i))).partition());
        }
      }
    }
    Map<String, List<String>> perKey =
        clients.readAll(topic).stream()
            .collect(
                Collectors.groupingBy(
                    ConsumerRecord::key,
                    Collectors.mapping(ConsumerRecord::value, Collectors.toList())));
    perKey.values().forEach(values -> assertEquals(Clients.numbers(0, 24), values));
  }

  @Test
  void aPartitionCanBeChosenAndOneThatDoesNotExistIsAnError() {
    String topic = clients.topic("chosen", 3);
    try (Producer<String, String> producer = clients.producer()) {
      assertEquals(
          2, Clients.get(producer.send(new ProducerRecord<>(topic, 2, null, "v"))).partition());
    }
    try (Producer<String, String> producer = clients.producer(Map.of("max.block.ms", 1_000))) {
      List<Throwable> errors = new ArrayList<>();
      // It says so once it has heard of the topic.
      await()
          .until(() -> {
            errors.add(Clients.failure(producer.send(new ProducerRecord<>(topic, 99, null, "v"))));
            return String.valueOf(errors.getLast().getMessage()).contains("Partition 99");
          });
      assertInstanceOf(TimeoutException.class, errors.getLast());
      assertFalse(errors.getLast() instanceof BufferExhaustedException);
    }
  }

  @Test
  void partitionsCanBeAddedToALivingTopic() {
    String topic = clients.topic("grown", 1);
    clients.writeNumbers(topic, 0, 1, 5);
    try (Admin admin = clients.admin()) {
      Clients.get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all());
      assertEquals(
          4,
          Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
              .partitions()
              .size());
    }
    clients.writeNumbers(topic, 3, 6, 9);
    assertEquals(
        Set.copyOf(Clients.numbers(1, 9)), Set.copyOf(Clients.values(clients.readAll(topic))));
  }
}
