package io.tidepost.console.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Time stamps of records at given places.
final class Stamps {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Stamps() {}

  /// Those that can be had quickly; of a place that holds no record any more, the next one's.
  static Map<TopicPartition, Long> at(ClusterClient client, Map<TopicPartition, Long> places) {
    Map<TopicPartition, Long> found = new HashMap<>();
    if (places.isEmpty()) {
      return found;
    }
    Map<String, Object> small = Map.of("max.partition.fetch.bytes", 1, "fetch.max.wait.ms", 100);
    try (Consumer<byte[], byte[]> consumer = client.consumer(small)) {
      consumer.assign(places.keySet());
      places.forEach(consumer::seek);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < places.size() && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (found.putIfAbsent(partition, record.timestamp()) == null) {
            consumer.pause(List.of(partition));
          }
        }
      }
    } catch (KafkaException e) {
      throw ClusterClient.failure(e);
    }
    return found;
  }
}
