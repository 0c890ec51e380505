package io.tidepost.compat.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.raw.Frames;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The quotas beside those of bytes: time of requests, partitions made, connections from an
/// address; and what a fetch above its rate looks like on the wire.
@ExtendWith(Shared.class)
final class EveryQuotaTest {

  private final ServerUnderTest server;
  private final Clients clients;
  private final ApacheTools tools;

  EveryQuotaTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.clients = new Clients(server);
    this.tools = tools;
  }

  private static ClientQuotaEntity entity(String type, @Nullable String name) {
    Map<String, String> parts = new HashMap<>();
    parts.put(type, name);
    return new ClientQuotaEntity(parts);
  }

  private static void set(
      Admin admin, ClientQuotaEntity entity, String quota, @Nullable Double value) {
    Clients.get(
        admin
            .alterClientQuotas(
                List.of(
                    new ClientQuotaAlteration(
                        entity, List.of(new ClientQuotaAlteration.Op(quota, value)))))
            .all());
  }

  private Admin admin(String clientId) {
    return Admin.create(Map.of("bootstrap.servers", server.bootstrap(), "client.id", clientId));
  }

  @Test
  void partitionsAboveTheRateAreRefusedWithATimeToWait() {
    String limited = Clients.unique("operator");
    String topic = Clients.unique("many");
    ClientQuotaEntity entity = entity(ClientQuotaEntity.CLIENT_ID, limited);
    try (Admin free = clients.admin()) {
      // Eleven seconds' worth may come at once: eleven partitions. What is above takes minutes.
      set(free, entity, "controller_mutation_rate", 1.0);
      try (Admin admin = admin(limited)) {
        Clients.get(admin.createTopics(List.of(new NewTopic(topic, 200, (short) 1))).all());
      }
      assertThrottled(
          limited,
          each ->
              each.createTopics(
                      List.of(new NewTopic(topic + "-2", 1, (short) 1)),
                      new CreateTopicsOptions().retryOnQuotaViolation(false))
                  .all());
      assertThrottled(
          limited,
          each ->
              each.createPartitions(
                      Map.of(topic, NewPartitions.increaseTo(201)),
                      new CreatePartitionsOptions().retryOnQuotaViolation(false))
                  .all());
      assertThrottled(
          limited,
          each ->
              each.deleteTopics(
                      List.of(topic), new DeleteTopicsOptions().retryOnQuotaViolation(false))
                  .all());
      Clients.get(free.createTopics(List.of(new NewTopic(topic + "-3", 1, (short) 1))).all());
      // A client that may try again waits for as long as it was told, and succeeds.
      set(free, entity, "controller_mutation_rate", 100.0);
      try (Admin admin = admin(limited)) {
        Clients.get(admin.deleteTopics(List.of(topic)).all());
      }
      set(free, entity, "controller_mutation_rate", null);
      Clients.get(free.deleteTopics(List.of(topic + "-3")).all());
    }
  }

  /// On a connection of its own, since the one that was refused has to pause.
  private void assertThrottled(String clientId, Function<Admin, KafkaFuture<Void>> call) {
    try (Admin admin = admin(clientId)) {
      Throwable refused = Clients.failure(call.apply(admin));
      assertTrue(
          assertInstanceOf(ThrottlingQuotaExceededException.class, refused).throttleTimeMs() > 0);
    }
  }

  @Test
  void requestsAboveTheirShareOfTimeArePaused() {
    String limited = Clients.unique("busy");
    String topic = clients.topic("busy", 1);
    clients.writeNumbers(topic, 0, 1, 10);
    ClientQuotaEntity entity = entity(ClientQuotaEntity.CLIENT_ID, limited);
    try (Admin free = clients.admin()) {
      set(free, entity, "request_percentage", 0.000_1);
      try (Consumer<String, String> consumer = clients.consumer(Map.of("client.id", limited))) {
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        Clients.read(consumer, 10);
        Awaitility.await()
            .atMost(Clients.LIMIT)
            .until(() -> {
              consumer.poll(Duration.ofMillis(100));
              return metric(consumer.metrics(), "fetch-throttle-time-max") > 0;
            });
      }
      set(free, entity, "request_percentage", null);
    }
  }

  private static double metric(Map<MetricName, ? extends Metric> metrics, String name) {
    return metrics.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .mapToDouble(entry -> (Double) entry.getValue().metricValue())
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(0);
  }

  @Test
  void aFetchAboveTheRateIsEmptyAndSaysHowLongToWait() throws IOException {
    String topic = clients.topicLedByFirstNode("fetched", Map.of());
    try (var producer = clients.producer()) {
      for (int i = 0; i < 4; i++) {
        Clients.get(producer.send(new ProducerRecord<>(topic, 0, null, "x".repeat(10_000))));
      }
    }
    // What a raw connection calls itself.
    ClientQuotaEntity entity = entity(ClientQuotaEntity.CLIENT_ID, Frames.CLIENT_ID);
    try (Admin admin = clients.admin();
        Connection connection = new Connection(server.port())) {
      set(admin, entity, "consumer_byte_rate", 1500.0);
      FetchResponseData first = fetch(connection, topic, 0);
      assertTrue(size(first) > 10_000, "the records at once");
      // What is longer ago than the window of the rate does not count: on a slow machine, more
      // often.
      Awaitility.await()
          .until(() -> {
            FetchResponseData second = fetch(connection, topic, 1);
            return size(second) > 10_000 && second.throttleTimeMs() > 0;
          });
      set(admin, entity, "consumer_byte_rate", 1000.0);
      Awaitility.await()
          .until(() -> {
            try (Connection other = new Connection(server.port())) {
              FetchResponseData third = fetch(other, topic, 2);
              assertEquals(0, third.errorCode());
              return third.responses().isEmpty() && third.throttleTimeMs() > 0;
            }
          });
      set(admin, entity, "consumer_byte_rate", null);
      assertTrue(size(fetch(connection, topic, 2)) > 10_000, "after the pause");
    }
  }

  private static int size(FetchResponseData response) {
    return response.responses().stream()
        .flatMap(topic -> topic.partitions().stream())
        .mapToInt(partition -> partition.records().sizeInBytes())
        .sum();
  }

  private static FetchResponseData fetch(Connection connection, String topic, long offset) {
    var partition =
        new FetchRequestData.FetchPartition()
            .setPartition(0)
            .setFetchOffset(offset)
            .setPartitionMaxBytes(11_000);
    var request =
        new FetchRequestData()
            .setMaxWaitMs(0)
            .setMinBytes(1)
            .setMaxBytes(11_000)
            .setTopics(
                List.of(
                    new FetchRequestData.FetchTopic()
                        .setTopic(topic)
                        .setPartitions(List.of(partition))));
    return connection.call(request, new FetchResponseData(), 12);
  }

  @Test
  void connectionsThatComeTooFastFromAnAddressAreClosed() {
    try (Admin admin = clients.admin()) {
      Clients.get(admin.describeCluster().clusterId());
      ClientQuotaEntity address = entity(ClientQuotaEntity.IP, "127.0.0.1");
      // Ten seconds' worth may come at once.
      set(admin, address, "connection_creation_rate", 1.0);
      AtomicInteger served = new AtomicInteger();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> {
            if (isServed()) {
              served.incrementAndGet();
              return false;
            }
            return true;
          });
      set(admin, address, "connection_creation_rate", null);
      assertTrue(served.get() > 0);
      Awaitility.await().atMost(Clients.LIMIT).until(this::isServed);
    }
  }

  private boolean isServed() {
    try (Connection connection = new Connection(server.port())) {
      connection.call(new ApiVersionsRequestData(), new ApiVersionsResponseData(), 0);
      return true;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void theToolSetsAndShowsEveryKind() {
    try (Admin admin = clients.admin()) {
      String user = Clients.unique("u");
      tools
          .run(
              "kafka.admin.ConfigCommand",
              List.of(
                  "--bootstrap-server",
                  server.bootstrap(),
                  "--alter",
                  "--add-config",
                  "request_percentage=50.5,controller_mutation_rate=10.5",
                  "--entity-type",
                  "users",
                  "--entity-name",
                  user),
              "")
          .orThrow();
      tools
          .run(
              "kafka.admin.ConfigCommand",
              List.of(
                  "--bootstrap-server",
                  server.bootstrap(),
                  "--alter",
                  "--add-config",
                  "connection_creation_rate=7",
                  "--entity-type",
                  "ips",
                  "--entity-name",
                  "192.0.2.7"),
              "")
          .orThrow();
      var ips =
          ClientQuotaFilter.containsOnly(
              List.of(ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.IP, "192.0.2.7")));
      assertEquals(
          Map.of("connection_creation_rate", 7.0),
          Clients.get(admin.describeClientQuotas(ips).entities()).values().iterator().next());
      var users =
          ClientQuotaFilter.containsOnly(
              List.of(ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.USER, user)));
      assertEquals(
          Map.of("request_percentage", 50.5, "controller_mutation_rate", 10.5),
          Clients.get(admin.describeClientQuotas(users).entities()).values().iterator().next());
      set(admin, entity(ClientQuotaEntity.IP, "localhost"), "connection_creation_rate", 1e9);
      set(admin, entity(ClientQuotaEntity.IP, "localhost"), "connection_creation_rate", null);
      assertInstanceOf(
          InvalidRequestException.class,
          Clients.failure(
              admin
                  .alterClientQuotas(
                      List.of(
                          new ClientQuotaAlteration(
                              entity(ClientQuotaEntity.IP, "no.such.host.invalid"),
                              List.of(
                                  new ClientQuotaAlteration.Op("connection_creation_rate", 1.0)))))
                  .all()));
    }
  }
}
