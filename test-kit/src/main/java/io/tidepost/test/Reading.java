package io.tidepost.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads what a test wants to see, in no group.
final class Reading {

  private static final Duration POLL = Duration.ofMillis(100);

  private Reading() {}

  static <K, V> List<ConsumerRecord<K, V>> records(
      String bootstrapServers,
      String topic,
      int count,
      Deserializer<K> keys,
      Deserializer<V> values,
      Duration patience) {
    List<ConsumerRecord<K, V>> read = new ArrayList<>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed",
            "allow.auto.create.topics",
            false);
    long endNanos = System.nanoTime() + patience.toNanos();
    try (var consumer = new KafkaConsumer<>(settings, keys, values)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, patience).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (read.size() < count && System.nanoTime() - endNanos < 0) {
        consumer.poll(POLL).forEach(read::add);
      }
    }
    if (read.size() < count) {
      throw new AssertionError(
          topic + " holds " + read.size() + " records after " + patience + ", not " + count);
    }
    return read;
  }
}
