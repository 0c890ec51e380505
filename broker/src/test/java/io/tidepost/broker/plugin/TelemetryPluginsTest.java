package io.tidepost.broker.plugin;

import io.tidepost.broker.server.TestNode;
import io.tidepost.broker.telemetry.ClientMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real client pushes reaches the receivers that `metric.reporters` names, and the memory
/// that a metrics endpoint reads.
class TelemetryPluginsTest {

  @TempDir Path directory;

  private static void subscribe(Admin admin) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "all");
    admin
        .incrementalAlterConfigs(
            Map.of(resource, List.of(set("metrics", "*"), set("interval.ms", "100"))))
        .all()
        .get();
  }

  private static AlterConfigOp set(String option, String value) {
    return new AlterConfigOp(new ConfigEntry(option, value), AlterConfigOp.OpType.SET);
  }

  @Test
  void pushesReachReceiversAndMemory() throws Exception {
    try (TestNode node =
            TestNode.start(
                directory,
                "metric.reporters=org.apache.kafka.common.metrics.JmxReporter,no.such.Reporter,"
                    + MetricsSink.Receiver.class.getName()
                    + ","
                    + MetricsSink.Exporter.class.getName());
        Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      subscribe(admin);
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
      Map<String, Object> properties =
          Map.of(
              "bootstrap.servers",
              node.bootstrap(),
              "client.id",
              "watched",
              "enable.metrics.push",
              true,
              "max.block.ms",
              30_000);
      try (Producer<String, String> producer =
          new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(120))
            .until(() -> {
              producer.send(new ProducerRecord<>("t", "v")).get();
              // The first push may have been made before the first record was sent.
              return MetricsSink.RECEIVED.contains("receiver watched OTLP")
                  && MetricsSink.RECEIVED.contains("exporter 100 watched OTLP")
                  && sent(node) > 0;
            });
      }
    }
  }

  private static double sent(TestNode node) {
    var context = node.server().context();
    return context.telemetry().metrics().clients(context.clock().monotonicNanos()).stream()
        .filter(client -> client.identity().clientId().equals("watched"))
        .flatMap(client -> client.series().stream())
        .filter(series -> series.name().equals("org.apache.kafka.producer.record.send.total"))
        .filter(ClientMetrics.Series::counter)
        .mapToDouble(ClientMetrics.Series::value)
        .sum();
  }
}
