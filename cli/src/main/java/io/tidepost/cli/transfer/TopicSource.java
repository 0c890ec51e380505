package io.tidepost.cli.transfer;

import io.tidepost.cli.Configs;
import io.tidepost.cli.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A topic of a cluster, up to the end that it had at the beginning; what was aborted is left out.
final class TopicSource implements Source {

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> starts;
  private final Map<TopicPartition, Long> ends;
  private final Outline outline;

  private TopicSource(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      Outline outline) {
    this.consumer = consumer;
    this.starts = starts;
    this.ends = ends;
    this.outline = outline;
  }

  static TopicSource open(Admin admin, Map<String, Object> connection, String topic)
      throws InterruptedException, ExecutionException {
    int partitions = Topics.describe(admin, topic).partitions().size();
    Map<String, String> configs = new TreeMap<>();
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    for (ConfigEntry entry : Configs.entries(admin, resource)) {
      if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        configs.put(entry.name(), String.valueOf(entry.value()));
      }
    }
    Map<String, Object> properties = new HashMap<>();
    properties.put("allow.auto.create.topics", false);
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    properties.put("max.poll.records", 5000);
    properties.put("enable.auto.commit", false);
    properties.putAll(connection);
    var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> all = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        all.add(new TopicPartition(topic, i));
      }
      consumer.assign(all);
      Map<TopicPartition, Long> starts = consumer.beginningOffsets(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      starts.forEach(consumer::seek);
      long most = 0;
      for (TopicPartition partition : all) {
        most += ends.getOrDefault(partition, 0L) - starts.getOrDefault(partition, 0L);
      }
      return new TopicSource(consumer, starts, ends, new Outline(topic, partitions, configs, most));
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> next() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    while (records.isEmpty() && !isOver()) {
      consumer
          .poll(POLL)
          .forEach(record -> {
            var partition = new TopicPartition(record.topic(), record.partition());
            // What came after the beginning is not part of it.
            if (record.offset() < ends.getOrDefault(partition, 0L)) {
              records.add(
                  new ProducerRecord<>(
                      record.topic(),
                      record.partition(),
                      record.timestamp() < 0 ? null : (Long) record.timestamp(),
                      record.key(),
                      record.value(),
                      record.headers()));
            }
          });
      List<TopicPartition> read = consumer.assignment().stream().filter(this::isRead).toList();
      consumer.pause(read);
    }
    return records;
  }

  private boolean isRead(TopicPartition partition) {
    return consumer.position(partition) >= ends.getOrDefault(partition, 0L);
  }

  private boolean isOver() {
    return ends.keySet().stream().allMatch(this::isRead);
  }

  @Override
  public double done() {
    long read = 0;
    for (TopicPartition partition : ends.keySet()) {
      read +=
          Math.min(consumer.position(partition), ends.getOrDefault(partition, 0L))
              - starts.getOrDefault(partition, 0L);
    }
    return outline.records() == 0 ? 1 : (double) read / outline.records();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
