package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A subscription is made with Apache's tool, clients of the newest release push on their own, and
/// `tidepost client-metrics show` says what.
@ExtendWith(Shared.class)
@Tag("three-nodes")
final class ClientMetricsTest {
  private static final String TOOL = "org.apache.kafka.tools.ClientMetricsCommand";

  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;
  private final Tidepost tidepost;

  ClientMetricsTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
    this.tidepost = new Tidepost(Shared.temporary("client-metrics"), server.bootstrap());
  }

  private String tool(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", server.bootstrap()));
    all.addAll(List.of(arguments));
    return tools.run(TOOL, all, "").orThrow();
  }

  @Test
  void producersAndConsumersPushWhatTheyAreAskedTo() {
    String shop = Clients.unique("shop");
    String subscription = Clients.unique("subscription");
    tool(
        "--alter",
        "--name",
        subscription,
        "--metrics",
        "org.apache.kafka.producer.,org.apache.kafka.consumer.",
        "--interval",
        "500",
        "--match",
        "client_id=" + shop + ".*");
    assertTrue(tool("--describe", "--name", subscription).contains("interval.ms=500"));
    assertTrue(tidepost.run(null, "client-metrics", "list").contains(subscription));
    String topic = clients.topic("pushed", 1);
    long enough = pushes() + 6;
    try (Producer<String, String> producer =
            clients.producer(Map.of("client.id", shop + "-out", "enable.metrics.push", true));
        Consumer<String, String> consumer =
            clients.consumer(Map.of("client.id", shop + "-in", "enable.metrics.push", true))) {
      assertTrue(!producer.clientInstanceId(Clients.LIMIT).equals(Uuid.ZERO_UUID));
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      clients.writeNumbers(topic, 0, 1, 5);
      Awaitility.await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            producer.send(new ProducerRecord<>(topic, 0, null, "x"));
            consumer.poll(Duration.ofMillis(100));
            return pushes() >= enough;
          });
      // So many may all be of one of the two, or of others.
      Awaitility.await()
          .untilAsserted(() -> {
            producer.send(new ProducerRecord<>(topic, 0, null, "x"));
            consumer.poll(Duration.ofMillis(100));
            String shown = tidepost.run(null, "client-metrics", "show", "--client", shop);
            assertTrue(shown.contains("org.apache.kafka.producer.record.send.total"), shown);
            assertTrue(shown.contains("org.apache.kafka.consumer."), shown);
            assertTrue(shown.contains(shop + "-out") && shown.contains("apache-kafka-java"), shown);
          });
    }
    String json =
        tidepost.run(
            null,
            "client-metrics",
            "show",
            "--client",
            shop,
            "--metric",
            "send.total",
            "-o",
            "json");
    assertTrue(json.contains("\"type\" : \"counter\""), json);
    tidepost.run(null, "client-metrics", "delete", subscription);
    assertEquals("", tool("--list").lines().filter(subscription::equals).findAny().orElse(""));
  }

  /// Records in the topic that pushes are written to.
  private long pushes() {
    try (Admin admin = clients.admin()) {
      var partition = new TopicPartition("__tidepost_client_metrics", 0);
      return Clients.get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names())
              .contains(partition.topic())
          ? Clients.get(
                  admin
                      .listOffsets(Map.of(partition, OffsetSpec.latest()))
                      .partitionResult(partition))
              .offset()
          : 0;
    }
  }
}
