package io.tidepost.compat.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.Places;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `/metrics` of the process that users start tells what clients did.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long OLD_MILLIS = 1_000_000;

  private final OperatorServer server =
      new OperatorServer(
          Map.of(
              "share.coordinator.state.topic.num.partitions", "3",
              "group.share.min.heartbeat.interval.ms", "500",
              "group.share.heartbeat.interval.ms", "500",
              "tidepost.slow.request.ms", "0"));
  private Clients clients;

  @BeforeAll
  void start() {
    server.process().start();
    clients = new Clients(server.process());
  }

  @AfterAll
  void end() {
    server.close();
  }

  private Scrape scrape() {
    OperatorServer.Answer answer = server.get("/metrics");
    assertEquals(200, answer.status(), answer.text());
    return Scrape.of(answer.text());
  }

  /// Waits until a sample has its value.
  private void awaitValue(String sample, double expected) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertEquals(expected, scrape().value(sample), sample));
  }

  private void produce(String topic, int records, long timestamp) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, 0, timestamp, "key", "value " + i));
      }
      producer.flush();
    }
  }

  private static String at(String metric, String group, String topic) {
    return metric + "{consumergroup=\"" + group + "\",partition=\"0\",topic=\"" + topic + "\"}";
  }

  @Test
  void whatWentInAndOutIsCounted() {
    String topic = clients.topic("traffic", 2);
    produce(topic, 100, System.currentTimeMillis());
    awaitValue("kafka_server_brokertopicmetrics_messagesin_total{topic=\"" + topic + "\"}", 100);
    Scrape before = scrape();
    double bytes =
        before.value("kafka_server_brokertopicmetrics_bytesin_total{topic=\"" + topic + "\"}");
    assertTrue(bytes > 800, "bytes in: " + bytes);
    assertEquals(100, clients.readAll(topic).size());
    String out = "kafka_server_brokertopicmetrics_bytesout_total{topic=\"" + topic + "\"}";
    // Who asks within a second gets the same page.
    await().atMost(LIMIT).until(() -> scrape().value(out) >= bytes);
    Scrape after = scrape();
    assertTrue(after.value("kafka_network_requestmetrics_requests_total{request=\"Produce\"}") > 0);
    assertTrue(
        after.value("kafka_network_requestmetrics_totaltimems_count{request=\"FetchConsumer\"}")
            > 0);
    assertEquals(
        100,
        after.value(
            "kafka_topic_partition_current_offset{partition=\"0\",topic=\"" + topic + "\"}"));
    assertEquals(bytes, after.value("tidepost_topic_bytes{topic=\"" + topic + "\"}"));
    assertEquals(1, after.value("kafka_controller_kafkacontroller_activecontrollercount"));
    assertEquals(0, after.value("kafka_server_replicamanager_underreplicatedpartitions"));
    assertTrue(after.value("process_cpu_seconds_total") > 0);
  }

  @Test
  void sumsDoNotFallWhenATopicGoes() {
    String topic = clients.topic("going", 1);
    produce(topic, 50, System.currentTimeMillis());
    awaitValue("kafka_server_brokertopicmetrics_messagesin_total{topic=\"" + topic + "\"}", 50);
    double before = scrape().value("kafka_server_brokertopicmetrics_messagesin_total");
    try (Admin admin = clients.admin()) {
      Clients.get(admin.deleteTopics(List.of(topic)).all());
    }
    awaitValue("kafka_server_brokertopicmetrics_messagesin_total{topic=\"" + topic + "\"}", -1);
    assertTrue(scrape().value("kafka_server_brokertopicmetrics_messagesin_total") >= before);
  }

  @Test
  void aGroupThatStandsStillHasItsLagInRecordsAndInSeconds() {
    String topic = clients.topic("lagging", 1);
    String group = Clients.unique("group");
    long now = System.currentTimeMillis();
    produce(topic, 10, now);
    produce(topic, 20, now - OLD_MILLIS);
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .alterConsumerGroupOffsets(
                  group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(15)))
              .all());
    }
    awaitValue(at("kafka_consumergroup_lag", group, topic), 15);
    Scrape scrape = scrape();
    assertEquals(15, scrape.value(at("kafka_consumergroup_current_offset", group, topic)));
    double seconds = scrape.value(at("kafka_consumergroup_lag_seconds", group, topic));
    assertTrue(
        seconds >= OLD_MILLIS / 1000.0 && seconds < OLD_MILLIS / 1000.0 + 300, seconds + " s");
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .alterConsumerGroupOffsets(
                  group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(30)))
              .all());
    }
    awaitValue(at("kafka_consumergroup_lag", group, topic), 0);
    awaitValue(at("kafka_consumergroup_lag_seconds", group, topic), 0);
  }

  @Test
  void aShareGroupHasItsLag() {
    String topic = clients.topic("shared", 1);
    String group = Clients.unique("queue");
    earliest(group);
    produce(topic, 30, System.currentTimeMillis());
    try (KafkaShareConsumer<String, String> consumer =
        new KafkaShareConsumer<>(
            Map.of(
                "bootstrap.servers",
                server.process().bootstrap(),
                "group.id",
                group,
                "share.acknowledgement.mode",
                "implicit"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      await()
          .atMost(LIMIT)
          .until(() -> {
            int count = 0;
            for (ConsumerRecord<String, String> ignored : consumer.poll(Duration.ofSeconds(1))) {
              count++;
            }
            return count > 0;
          });
      consumer.commitSync();
      awaitValue(
          "kafka_consumergroup_members{consumergroup=\""
              + group
              + "\",kind=\"share\",state=\"Stable\"}",
          1);
    }
    produce(topic, 7, System.currentTimeMillis() - OLD_MILLIS);
    awaitValue(at("kafka_consumergroup_lag", group, topic), 7);
    assertTrue(
        scrape().value(at("kafka_consumergroup_lag_seconds", group, topic)) >= OLD_MILLIS / 1000.0);
  }

  private void earliest(String group) {
    var earliest =
        new AlterConfigOp(
            new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(earliest)))
              .all());
    }
  }

  @Test
  void ofTooManyPartitionsTheBusiestAreShown() {
    String topic = clients.topic("many", 40);
    try (Admin admin = clients.admin()) {
      set(admin, "tidepost.metrics.partitions.max", "3");
      try {
        awaitLeftOut(true);
        produce(topic, 10, System.currentTimeMillis());
        await()
            .atMost(LIMIT)
            .untilAsserted(() -> {
              Scrape scrape = scrape();
              long shown =
                  scrape.samples().keySet().stream()
                      .filter(sample -> sample.startsWith("kafka_log_log_size"))
                      .count();
              assertEquals(3, shown);
            });
      } finally {
        set(admin, "tidepost.metrics.partitions.max", "2000");
      }
      awaitLeftOut(false);
    }
  }

  private void awaitLeftOut(boolean some) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertEquals(
                some, scrape().value("tidepost_metrics_left_out{what=\"partitions\"}") > 0));
  }

  private static void set(Admin admin, String option, String value) {
    var operation = new AlterConfigOp(new ConfigEntry(option, value), AlterConfigOp.OpType.SET);
    Clients.get(
        admin
            .incrementalAlterConfigs(
                Map.of(new ConfigResource(ConfigResource.Type.BROKER, ""), List.of(operation)))
            .all());
  }

  /// Everything that is on the page has a line in the documentation.
  @Test
  void everyMetricIsDescribed() throws IOException {
    produce(clients.topic("described", 1), 1, System.currentTimeMillis());
    String documentation = Files.readString(Places.root().resolve("docs/METRICS.md"));
    var unknown = new TreeSet<String>();
    for (String name : scrape().described()) {
      boolean ofLibrary = name.startsWith("jvm_") || name.startsWith("process_");
      boolean ofClients = name.startsWith("org_apache_kafka_") || name.startsWith("client_");
      if (!ofLibrary && !ofClients && !documentation.contains("`" + name + "`")) {
        unknown.add(name);
      }
    }
    assertEquals(new TreeSet<>(), unknown);
  }
}
