package io.tidepost.broker.storage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.server.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compaction keeps its limits, follows them as they change, and says what it does.
class CleanerTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String RATE = "log.cleaner.io.max.bytes.per.second";

  @TempDir Path directory;

  @BeforeEach
  void patience() {
    org.awaitility.Awaitility.setDefaultTimeout(LIMIT);
  }

  private TestNode node(String rate) throws Exception {
    return TestNode.start(
        directory, "log.cleaner.backoff.ms=50", "log.cleaner.threads=2", RATE + "=" + rate);
  }

  private static void dirty(TestNode node, String... topics) throws Exception {
    Map<String, String> configs =
        Map.of(
            "cleanup.policy",
            "compact",
            "min.cleanable.dirty.ratio",
            "0.01",
            "segment.bytes",
            "1048576");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      List<NewTopic> wanted = new ArrayList<>();
      for (String topic : topics) {
        wanted.add(new NewTopic(topic, 1, (short) 1).configs(configs));
      }
      admin.createTopics(wanted).all().get();
    }
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", node.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        for (String topic : topics) {
          byte[] key = {(byte) (i % 10)};
          sent.add(producer.send(new ProducerRecord<>(topic, key, new byte[4_000])));
        }
      }
      for (Future<?> each : sent) {
        each.get();
      }
    }
  }

  private static void allow(TestNode node, String rate) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      var broker = new ConfigResource(ConfigResource.Type.BROKER, "");
      var set = new AlterConfigOp(new ConfigEntry(RATE, rate), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(broker, List.of(set))).all().get();
    }
  }

  private static CleanerFigures figures(TestNode node) {
    return node.server().context().logs().cleaning();
  }

  @Test
  void aNewLimitCountsForCompactionsThatWait() throws Exception {
    try (TestNode node = node("1")) {
      dirty(node, "one");
      await().until(() -> figures(node).running() == 1);
      assertEquals(0, figures(node).recopyPercent());
      allow(node, "1000000000");
      await().until(() -> figures(node).recopyPercent() > 0);
      assertTrue(figures(node).recopyPercent() < 10);
      await().until(() -> figures(node).running() == 0 && figures(node).dirtyPercent() == 0);
    }
  }

  @Test
  void aSecondLogNeedNotWaitForTheFirstButAThirdMust() throws Exception {
    try (TestNode node = node("1")) {
      dirty(node, "one");
      await().until(() -> figures(node).running() == 1);
      dirty(node, "two", "three");
      await().until(() -> figures(node).running() == 2);
      await().until(() -> figures(node).dirtyPercent() > 90); // the third
      assertEquals(2, figures(node).running());
    }
  }
}
