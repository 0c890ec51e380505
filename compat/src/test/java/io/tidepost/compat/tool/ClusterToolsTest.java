package io.tidepost.compat.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Agreement.Place;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Apache's tools for clusters, unmodified, against three nodes.
@ExtendWith(Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterToolsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration STILL = Duration.ofSeconds(2);
  private static final String REASSIGN =
      "org.apache.kafka.tools.reassign.ReassignPartitionsCommand";
  private static final int RECORDS = 40;
  private static final int RECORD_BYTES = 100_000;

  @TempDir static Path home;

  private static TidepostCluster cluster;
  private static ApacheTools tools;

  @BeforeAll
  static void start(ApacheTools shared) {
    tools = shared;
    cluster = new TidepostCluster(home, 3, Map.of("leader.imbalance.check.interval.seconds", "1"));
    cluster.start();
    try (Admin admin = admin()) {
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Admin admin() {
    return new Clients(cluster.bootstrap()).admin();
  }

  /// A topic of one partition on some nodes, with 4 MB.
  private static void topic(Admin admin, String name, Integer... nodes) {
    Clients.get(admin.createTopics(List.of(new NewTopic(name, Map.of(0, List.of(nodes))))).all());
    try (Producer<byte[], byte[]> producer =
        new Clients(cluster.bootstrap())
            .producer(
                Map.of("max.request.size", 200_000, "batch.size", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        sent.add(producer.send(new ProducerRecord<>(name, 0, null, new byte[RECORD_BYTES])));
      }
      sent.forEach(Clients::get);
    }
    agree(name, place -> place.replicas().equals(List.of(nodes)));
  }

  /// Waits until every node says `wanted` of a topic's only partition, of which the controller has
  /// said it already.
  private static void agree(String topic, Predicate<Place> wanted) {
    Agreement.await(
        topic,
        places -> wanted.test(places.getFirst()),
        cluster.node(1),
        cluster.node(2),
        cluster.node(3));
  }

  private static boolean isMoving(Admin admin, String topic) {
    return Clients.get(admin.listPartitionReassignments().reassignments())
        .containsKey(new TopicPartition(topic, 0));
  }

  private static Path json(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private static Path assignment(String topic, String replicas) throws IOException {
    return json(
        topic + ".json",
        "{\"version\":1,\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"replicas\":[%s]}]}"
            .formatted(topic, replicas));
  }

  private static String reassign(String... arguments) {
    return tools
        .run(
            REASSIGN,
            Stream.concat(
                    Stream.of("--bootstrap-server", cluster.bootstrap()), Stream.of(arguments))
                .toArray(String[]::new))
        .orThrow();
  }

  /// A rate of one byte per second lets the first fetch through and nothing after it.
  @ParameterizedTest
  @ValueSource(strings = {"leader", "follower"})
  @Order(1)
  void eachSideThrottlesByItself(String side) {
    String topic = "throttled-at-" + side;
    try (Admin admin = admin()) {
      topic(admin, topic, 1);
      int throttled = side.equals("leader") ? 1 : 2;
      var broker = new ConfigResource(Type.BROKER, Integer.toString(throttled));
      var config = new ConfigResource(Type.TOPIC, topic);
      String rate = side + ".replication.throttled.rate";
      Map<ConfigResource, Collection<AlterConfigOp>> set = new HashMap<>();
      set.put(broker, List.of(op(rate, "1", AlterConfigOp.OpType.SET)));
      set.put(
          config,
          List.of(
              op(
                  side + ".replication.throttled.replicas",
                  "0:" + throttled,
                  AlterConfigOp.OpType.SET)));
      Clients.get(admin.incrementalAlterConfigs(set).all());
      Clients.get(
          admin
              .alterPartitionReassignments(
                  Map.of(
                      new TopicPartition(topic, 0),
                      Optional.of(new NewPartitionReassignment(List.of(2)))))
              .all());
      await().atMost(PATIENCE).during(STILL).until(() -> isMoving(admin, topic));
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(broker, List.of(op(rate, "", AlterConfigOp.OpType.DELETE))))
              .all());
      await().atMost(PATIENCE).until(() -> !isMoving(admin, topic));
      agree(topic, place -> place.replicas().equals(List.of(2)));
    }
  }

  private static AlterConfigOp op(String name, String value, AlterConfigOp.OpType type) {
    return new AlterConfigOp(new ConfigEntry(name, value), type);
  }

  @Test
  @Order(2)
  void reassignPartitionsGeneratesExecutesThrottledCancelsAndVerifies() throws IOException {
    try (Admin admin = admin()) {
      topic(admin, "moved", 1);
      Path topics = json("topics.json", "{\"version\":1,\"topics\":[{\"topic\":\"moved\"}]}");
      String proposal =
          reassign(
              "--generate",
              "--topics-to-move-json-file",
              topics.toString(),
              "--broker-list",
              "2,3");
      assertTrue(proposal.contains("Proposed partition reassignment"), proposal);
      String file = assignment("moved", "2,3").toString();
      reassign("--execute", "--reassignment-json-file", file, "--throttle", "1");
      await().atMost(PATIENCE).during(STILL).until(() -> isMoving(admin, "moved"));
      assertTrue(reassign("--list").contains("moved-0"));
      assertTrue(
          reassign("--verify", "--reassignment-json-file", file, "--preserve-throttles")
              .contains("is still in progress"));
      reassign("--cancel", "--reassignment-json-file", file);
      await().atMost(PATIENCE).until(() -> !isMoving(admin, "moved"));
      agree("moved", place -> place.replicas().equals(List.of(1)));
      reassign("--execute", "--reassignment-json-file", file, "--throttle", "1000000000");
      await().atMost(PATIENCE).until(() -> !isMoving(admin, "moved"));
      agree("moved", place -> place.replicas().equals(List.of(2, 3)));
      String verified = reassign("--verify", "--reassignment-json-file", file);
      assertTrue(verified.contains("is completed"), verified);
      assertTrue(verified.contains("Clearing topic-level throttles"), verified);
    }
    assertEquals(RECORDS, new Clients(cluster.bootstrap()).readAll("moved").size());
  }

  @Test
  @Order(3)
  void leadersAreElectedByTheToolAndByThemselves() throws IOException {
    try (Admin admin = admin()) {
      topic(admin, "led", 1, 2);
      reassign("--execute", "--reassignment-json-file", assignment("led", "2,1").toString());
      // leader.imbalance.check.interval.seconds is one second here.
      agree("led", place -> place.leader() == 2);
    }
    String elected =
        tools
            .run(
                "org.apache.kafka.tools.LeaderElectionCommand",
                "--bootstrap-server",
                cluster.bootstrap(),
                "--election-type",
                "preferred",
                "--topic",
                "led",
                "--partition",
                "0")
            .orThrow();
    assertTrue(elected.contains("Valid replica already elected"), elected);
  }

  @Test
  @Order(4)
  void logDirectoriesFeaturesAndTheClusterAreDescribed() {
    String dirs =
        tools
            .run(
                "org.apache.kafka.tools.LogDirsCommand",
                "--bootstrap-server",
                cluster.bootstrap(),
                "--describe",
                "--topic-list",
                "moved")
            .orThrow();
    assertTrue(dirs.contains("\"partition\":\"moved-0\""), dirs);
    assertTrue(dirs.contains("\"broker\":3"), dirs);
    String features =
        tools
            .run(
                "org.apache.kafka.tools.FeatureCommand",
                "--bootstrap-server",
                cluster.bootstrap(),
                "describe")
            .orThrow();
    assertTrue(features.contains("eligible.leader.replicas.version"), features);
    assertTrue(features.contains("metadata.version"), features);
    String endpoints =
        tools
            .run(
                "org.apache.kafka.tools.ClusterTool",
                "list-endpoints",
                "--bootstrap-server",
                cluster.bootstrap(),
                "--include-fenced-brokers")
            .orThrow();
    assertEquals(3, endpoints.lines().filter(line -> line.contains("127.0.0.1")).count());
  }

  @Test
  @Order(5)
  void replicaVerificationFindsNoLag() {
    List<String> command =
        new ArrayList<>(ApacheTools.javaCommand("org.apache.kafka.tools.ReplicaVerificationTool"));
    command.addAll(
        List.of(
            "--broker-list",
            cluster.bootstrap(),
            "--topics-include",
            "moved|led",
            "--report-interval-ms",
            "500"));
    try (ChildProcess tool =
        ChildProcess.start("replica-verification", home, command, Map.of(), null)) {
      await()
          .atMost(PATIENCE)
          .until(() -> tool.out().lines().anyMatch(line -> line.contains("max lag is 0 for")));
    }
  }

  @Test
  @Order(6)
  void aDeadBrokerIsUnregistered() {
    cluster.node(3).kill();
    String other = cluster.node(1).bootstrap();
    try (Admin admin = new Clients(other).admin()) {
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 2);
    }
    String said =
        tools
            .run(
                "org.apache.kafka.tools.ClusterTool",
                "unregister",
                "--bootstrap-server",
                other,
                "--id",
                "3")
            .orThrow();
    assertTrue(said.contains("Broker 3 is no longer registered"), said);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          String endpoints =
              tools
                  .run(
                      "org.apache.kafka.tools.ClusterTool",
                      "list-endpoints",
                      "--bootstrap-server",
                      other,
                      "--include-fenced-brokers")
                  .orThrow();
          assertEquals(2, endpoints.lines().filter(line -> line.contains("127.0.0.1")).count());
        });
    cluster.node(3).start();
    try (Admin admin = new Clients(other).admin()) {
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
    }
  }
}
