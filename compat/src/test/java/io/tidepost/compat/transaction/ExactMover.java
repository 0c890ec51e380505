package io.tidepost.compat.transaction;

import io.tidepost.compat.support.Clients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// An application that moves each record of a topic to the same partition of another, a few in a
/// transaction, with the offsets that it has read to. After an error it starts anew, as one that
/// was restarted.
final class ExactMover {

  private final Clients clients;
  private final String input;
  private final String output;
  private final List<TopicPartition> partitions;
  private final int count;
  private final AtomicInteger moved = new AtomicInteger();

  /// @param count how many records there are to move in all
  ExactMover(Clients clients, String input, String output, int partitions, int count) {
    this.clients = clients;
    this.input = input;
    this.output = output;
    this.partitions =
        IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(input, i)).toList();
    this.count = count;
  }

  /// Fills the input with the numbers from 0, as many in each partition. Blocks.
  void fill() {
    int share = count / partitions.size();
    for (int i = 0; i < partitions.size(); i++) {
      clients.writeNumbers(input, i, i * share, (i + 1) * share - 1);
    }
  }

  /// How many records are moved, as far as the application knows. Any thread.
  int moved() {
    return moved.get();
  }

  /// Works until everything is moved, on a thread of its own.
  Thread start() {
    return Thread.ofPlatform()
        .start(() -> {
          while (moved.get() < count && !Thread.currentThread().isInterrupted()) {
            try {
              moveUntilFailure();
            } catch (KafkaException e) {
              // A server is gone, or the transaction is: the next life goes on from what is
              // committed.
            }
          }
        });
  }

  private void moveUntilFailure() {
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
      consumer.assign(partitions);
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
      moved.set(
          committed.values().stream()
              .mapToInt(offset -> offset == null ? 0 : (int) offset.offset())
              .sum());
      while (moved.get() < count) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
        if (!records.isEmpty()) {
          move(records, producer, consumer);
        }
      }
    }
  }

  private void move(
      ConsumerRecords<String, String> records,
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

  /// The numbers of the output that are committed, in ascending order; all of them once they are
  /// there.
  List<Integer> output() {
    return clients.readCommitted(output).stream()
        .map(record -> Integer.valueOf(record.value()))
        .sorted()
        .toList();
  }

  /// What [#output] ought to be in the end.
  List<Integer> expected() {
    return IntStream.range(0, count).boxed().toList();
  }
}
