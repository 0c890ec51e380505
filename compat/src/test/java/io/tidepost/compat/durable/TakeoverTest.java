package io.tidepost.compat.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ApacheKafka;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/// The directory of an Apache Kafka 4.3.1 that was stopped cleanly, started with Kafka's own
/// `server.properties`: its topics, records, configurations and committed offsets are there, and
/// work goes on.
final class TakeoverTest {
  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
  private static final String GROUP = "moved-group";

  private final Path home = Shared.temporary("takeover");
  private final ApacheKafka kafka = new ApacheKafka(home, Shared.OPTIONS, ApacheKafka.LIGHT_JVM);
  private final Clients clients = new Clients(kafka);

  @Test
  void everythingIsThereAndWorkGoesOn() {
    String topic;
    List<ConsumerRecord<String, String>> before;
    Uuid id;
    String clusterId;
    try (kafka) {
      kafka.start();
      topic = fill();
      before = clients.readAll(topic);
      id = topicId(topic);
      clusterId = clusterId();
      kafka.stop();
    }
    try (ServerUnderTest after = successor()) {
      after.start();
      assertEquals(clusterId, clusterId());
      assertEquals(id, topicId(topic));
      checkRecords(before, clients.readAll(topic));
      checkConfig(topic);
      checkGroup(topic);
      clients.writeNumbers(topic, 1, 10_000, 10_009);
      assertEquals(before.size() + 10, clients.readAll(topic).size());
      clients.topic("created-later", 2);
      after.stop();
      after.start();
      assertEquals(before.size() + 10, clients.readAll(topic).size());
    }
  }

  private ServerUnderTest successor() {
    return ServerUnderTest.isApacheKafka()
        ? kafka
        : TidepostProcess.takingOver(kafka, home.resolve("tidepost"));
  }

  private String fill() {
    Map<String, String> configs =
        Map.of("retention.ms", "-1", "segment.bytes", "1048576", "cleanup.policy", "delete");
    String topic = clients.topic("moved", 3, configs);
    for (String codec : CODECS) {
      try (Producer<String, String> producer =
          clients.producer(Map.of("compression.type", codec, "linger.ms", 20))) {
        for (int i = 0; i < 1_500; i++) {
          ProducerRecord<String, String> next =
              new ProducerRecord<>(
                  topic, i % 3, 1_700_000_000_000L + i, "key-" + i, codec + i + "x".repeat(1_000));
          next.headers().add("codec", codec.getBytes(StandardCharsets.UTF_8));
          producer.send(next);
        }
      }
    }
    try (Consumer<String, String> consumer =
        clients.member(GROUP, Map.of("enable.auto.commit", false))) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, 1_000);
      consumer.commitSync(
          Map.of(new TopicPartition(topic, 2), new OffsetAndMetadata(2_400, "bookmark")));
    }
    return topic;
  }

  private static void checkRecords(
      List<ConsumerRecord<String, String>> before, List<ConsumerRecord<String, String>> after) {
    assertEquals(CODECS.size() * 1_500, before.size());
    assertEquals(texts(before), texts(after));
  }

  private static List<String> texts(List<ConsumerRecord<String, String>> records) {
    List<String> texts = new ArrayList<>();
    for (var read : records) {
      texts.add(
          read.partition()
              + "/"
              + read.offset()
              + " "
              + read.timestamp()
              + " "
              + read.key()
              + " "
              + read.value()
              + read.headers());
    }
    texts.sort(null);
    return texts;
  }

  private void checkConfig(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = clients.admin()) {
      var config =
          Clients.of(Clients.get(admin.describeConfigs(List.of(resource)).all()), resource);
      assertEquals("-1", config.get("retention.ms").value());
      assertEquals("1048576", config.get("segment.bytes").value());
      assertEquals(
          ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, config.get("segment.bytes").source());
    }
  }

  private void checkGroup(String topic) {
    TopicPartition partition = new TopicPartition(topic, 2);
    try (Admin admin = clients.admin()) {
      OffsetAndMetadata committed =
          Clients.of(
              Clients.get(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata()),
              partition);
      assertEquals(2_400, committed.offset());
      assertEquals("bookmark", committed.metadata());
    }
    try (Consumer<String, String> consumer =
        clients.member(GROUP, Map.of("max.partition.fetch.bytes", 10_000))) {
      consumer.subscribe(List.of(topic));
      var fromTwo = new ArrayList<ConsumerRecord<String, String>>();
      while (fromTwo.isEmpty()) {
        Clients.read(consumer, 1).stream()
            .filter(read -> read.partition() == 2)
            .forEach(fromTwo::add);
      }
      assertTrue(
          fromTwo.getFirst().offset() == 2_400, "continued at " + fromTwo.getFirst().offset());
    }
  }

  private Uuid topicId(String topic) {
    try (Admin admin = clients.admin()) {
      return Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
          .topicId();
    }
  }

  private String clusterId() {
    try (Admin admin = clients.admin()) {
      return Clients.get(admin.describeCluster().clusterId());
    }
  }
}
