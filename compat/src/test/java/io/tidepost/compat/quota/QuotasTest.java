package io.tidepost.compat.quota;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Quotas of clients and users are set with Apache's tool; a client above its rate is told to
/// pause.
@ExtendWith(Shared.class)
final class QuotasTest {

  private static final String CONFIGS = "kafka.admin.ConfigCommand";

  /// Of 10 KB each: a little more than the limits allow in the ten seconds they are measured over.
  private static final int RECORDS = 22;

  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;

  QuotasTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
  }

  private String configs(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", server.bootstrap()));
    all.addAll(List.of(arguments));
    return tools.run(CONFIGS, all, "").orThrow();
  }

  private static double metric(Map<MetricName, ? extends Metric> metrics, String name) {
    return metrics.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .mapToDouble(entry -> (Double) entry.getValue().metricValue())
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(0);
  }

  private double produce(String topic, String clientId) {
    try (Producer<String, String> producer =
        clients.producer(Map.of("client.id", clientId, "linger.ms", 0))) {
      List<Future<?>> sends = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        sends.add(producer.send(new ProducerRecord<>(topic, 0, null, "x".repeat(10_000))));
        producer.flush();
      }
      sends.forEach(Clients::get);
      return metric(producer.metrics(), "produce-throttle-time-max");
    }
  }

  private double consume(String topic, String clientId) {
    try (Consumer<String, String> consumer =
        clients.consumer(Map.of("client.id", clientId, "max.partition.fetch.bytes", 50_000))) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      assertEquals(2 * RECORDS, Clients.read(consumer, 2 * RECORDS).size());
      return metric(consumer.metrics(), "fetch-throttle-time-max");
    }
  }

  @Test
  void aLimitedClientIsToldToPauseAndOthersAreNot() {
    String topic = clients.topic("quotas", 1);
    String limited = Clients.unique("limited");
    configs(
        "--alter",
        "--add-config",
        "producer_byte_rate=20000,consumer_byte_rate=40000",
        "--entity-type",
        "clients",
        "--entity-name",
        limited);
    String described = configs("--describe", "--entity-type", "clients", "--entity-name", limited);
    assertTrue(described.contains("producer_byte_rate=20000.0"), described);
    assertEquals(0, produce(topic, "free"));
    // What is longer ago than the window of the rate does not count: on a slow machine, more often.
    await().until(() -> produce(topic, limited) > 0);
    assertEquals(0, consume(topic, "free"));
    await().until(() -> consume(topic, limited) > 0);
    configs(
        "--alter",
        "--delete-config",
        "producer_byte_rate,consumer_byte_rate",
        "--entity-type",
        "clients",
        "--entity-name",
        limited);
    assertEquals(0, produce(clients.topic("free-again", 1), limited));
  }

  @Test
  void usersAndDefaultsAreListedByFilters() {
    String user = Clients.unique("user");
    configs(
        "--alter",
        "--add-config",
        "producer_byte_rate=1000000000",
        "--entity-type",
        "users",
        "--entity-name",
        user,
        "--entity-type",
        "clients",
        "--entity-default");
    try (Admin admin = clients.admin()) {
      var both =
          ClientQuotaFilter.containsOnly(
              List.of(
                  ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.USER, user),
                  ClientQuotaFilterComponent.ofDefaultEntity(ClientQuotaEntity.CLIENT_ID)));
      var found = Clients.get(admin.describeClientQuotas(both).entities());
      assertEquals(1, found.size());
      assertEquals(Map.of("producer_byte_rate", 1_000_000_000.0), found.values().iterator().next());
      var userOnly =
          ClientQuotaFilter.containsOnly(
              List.of(ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.USER, user)));
      assertTrue(Clients.get(admin.describeClientQuotas(userOnly).entities()).isEmpty());
    }
  }
}
