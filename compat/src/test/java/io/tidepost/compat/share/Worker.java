package io.tidepost.compat.share;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A member of a share group that acknowledges one by one, used by one thread.
final class Worker implements AutoCloseable {
  private final KafkaShareConsumer<String, String> consumer;

  Worker(ServerUnderTest server, String group, String topic, Map<String, Object> options) {
    this(server.bootstrap(), group, topic, options);
  }

  Worker(String bootstrap, String group, String topic, Map<String, Object> options) {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", bootstrap);
    all.put("group.id", group);
    all.put("share.acknowledgement.mode", "explicit");
    all.putAll(options);
    consumer = new KafkaShareConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(topic));
  }

  Worker(ServerUnderTest server, String group, String topic) {
    this(server, group, topic, Map.of());
  }

  KafkaShareConsumer<String, String> consumer() {
    return consumer;
  }

  /// Polls once.
  List<ConsumerRecord<String, String>> poll(long millis) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    consumer.poll(Duration.ofMillis(millis)).forEach(records::add);
    return records;
  }

  /// Polls until something comes.
  List<ConsumerRecord<String, String>> next() {
    long deadline = System.nanoTime() + Clients.LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      List<ConsumerRecord<String, String>> records = poll(500);
      if (!records.isEmpty()) {
        return records;
      }
    }
    throw new AssertionError("no record came");
  }

  void acknowledge(List<ConsumerRecord<String, String>> records, AcknowledgeType type) {
    records.forEach(record -> consumer.acknowledge(record, type));
  }

  /// Commits what was acknowledged and fails when that fails.
  void commit() {
    Map<TopicIdPartition, Optional<KafkaException>> results = consumer.commitSync();
    results.forEach((partition, failure) -> {
      if (failure.isPresent()) {
        throw new AssertionError(partition + " was not acknowledged", failure.get());
      }
    });
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(30));
  }
}
