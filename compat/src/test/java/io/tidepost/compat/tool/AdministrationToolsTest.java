package io.tidepost.compat.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `kafka-topics`, `kafka-configs`, `kafka-consumer-groups`, `kafka-groups`, `kafka-get-offsets`,
/// `kafka-log-dirs`, `kafka-delete-records`, `kafka-cluster` and `kafka-broker-api-versions`,
/// unmodified.
@ExtendWith(Shared.class)
final class AdministrationToolsTest {
  private static final String TOPICS = "org.apache.kafka.tools.TopicCommand";
  private static final String FEATURES = "org.apache.kafka.tools.FeatureCommand";
  private static final String QUORUM = "org.apache.kafka.tools.MetadataQuorumCommand";
  private static final String CONFIGS = "kafka.admin.ConfigCommand";
  private static final String GROUPS = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
  private static final String OFFSETS = "org.apache.kafka.tools.GetOffsetShell";

  private static final long START = 1_700_000_000_000L;

  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;

  AdministrationToolsTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
  }

  private ToolResult tool(String main, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", server.bootstrap()));
    all.addAll(List.of(arguments));
    if (main.equals(GROUPS)) {
      all.addAll(List.of("--timeout", "60000")); // its own patience is five seconds
    }
    return tools.run(main, all, "");
  }

  private String run(String main, String... arguments) {
    return tool(main, arguments).orThrow();
  }

  /// Runs a tool until what it prints is as wanted: whichever node it asks hears of a change a
  /// moment after it was answered.
  private String runUntil(Predicate<String> wanted, String main, String... arguments) {
    AtomicReference<String> last = new AtomicReference<>("");
    try {
      await()
          .until(() -> {
            last.set(run(main, arguments));
            return wanted.test(Objects.requireNonNull(last.get()));
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(last.get(), e);
    }
    return Objects.requireNonNull(last.get());
  }

  @Test
  void topicsAreCreatedListedDescribedGrownAndDeleted() {
    String topic = Clients.unique("tool-topic");
    assertTrue(
        run(
                TOPICS,
                "--create",
                "--topic",
                topic,
                "--partitions",
                "3",
                "--config",
                "retention.ms=172800000")
            .contains("Created topic " + topic));
    clients.awaitEverywhere(topic);
    assertTrue(run(TOPICS, "--list").lines().toList().contains(topic));
    String description = run(TOPICS, "--describe", "--topic", topic);
    assertTrue(description.contains("PartitionCount: 3"), description);
    String factor = "ReplicationFactor: " + ServerUnderTest.nodes();
    assertTrue(description.contains(factor), description);
    assertTrue(description.contains("retention.ms=172800000"), description);
    assertEquals(4, description.lines().count(), description);
    run(TOPICS, "--alter", "--topic", topic, "--partitions", "5");
    runUntil(now -> now.contains("PartitionCount: 5"), TOPICS, "--describe", "--topic", topic);
    ToolResult again = tool(TOPICS, "--create", "--topic", topic);
    assertNotEquals(0, again.exitCode());
    assertTrue((again.out() + again.err()).contains("already exists"), again.toString());
    runUntil(String::isEmpty, TOPICS, "--describe", "--under-replicated-partitions");
    run(TOPICS, "--delete", "--topic", topic);
    await()
        .atMost(Clients.LIMIT)
        .until(() -> !run(TOPICS, "--list").lines().toList().contains(topic));
  }

  @Test
  void configsOfTopicsAndBrokersAreDescribedAndChanged() {
    String topic = clients.topic("tool-config", 1);
    run(
        CONFIGS,
        "--alter",
        "--topic",
        topic,
        "--add-config",
        "retention.ms=1234567,cleanup.policy=[compact,delete]");
    String description =
        runUntil(
            now -> now.contains("retention.ms=1234567"), CONFIGS, "--describe", "--topic", topic);
    assertTrue(description.contains("cleanup.policy=compact,delete"), description);
    run(
        CONFIGS,
        "--alter",
        "--entity-type",
        "topics",
        "--entity-name",
        topic,
        "--delete-config",
        "retention.ms");
    runUntil(now -> !now.contains("retention.ms"), CONFIGS, "--describe", "--topic", topic);
    assertTrue(
        run(CONFIGS, "--describe", "--topic", topic, "--all").contains("segment.bytes=1073741824"));
    String node = nodeId();
    String broker = run(CONFIGS, "--describe", "--broker", node, "--all");
    assertTrue(broker.contains("log.dirs="), broker);
    run(CONFIGS, "--alter", "--broker", node, "--add-config", "log.cleaner.threads=2");
    runUntil(now -> now.contains("log.cleaner.threads=2"), CONFIGS, "--describe", "--broker", node);
    run(CONFIGS, "--alter", "--broker", node, "--delete-config", "log.cleaner.threads");
    ToolResult wrong =
        tool(CONFIGS, "--alter", "--topic", topic, "--add-config", "retention.ms=soon");
    assertNotEquals(0, wrong.exitCode());
    assertTrue((wrong.out() + wrong.err()).contains("retention.ms"), wrong.toString());
  }

  private String nodeId() {
    try (var admin = clients.admin()) {
      return Clients.get(admin.describeCluster().nodes()).iterator().next().idString();
    }
  }

  @Test
  void offsetsOfATopicAreListed() {
    String topic = clients.topic("tool-offsets", 2);
    clients.writeNumbers(topic, 0, 1, 5);
    clients.writeNumbers(topic, 1, 1, 7);
    assertEquals(
        List.of(topic + ":0:5", topic + ":1:7"), run(OFFSETS, "--topic", topic).lines().toList());
    assertEquals(
        List.of(topic + ":0:0", topic + ":1:0"),
        run(OFFSETS, "--topic", topic, "--time", "earliest").lines().toList());
    assertEquals(
        List.of(topic + ":1:7"),
        run(OFFSETS, "--topic-partitions", topic + ":1", "--time", "latest").lines().toList());
  }

  @Test
  void recordsBeforeAnOffsetAreDeleted(@TempDir Path folder) throws IOException {
    String topic = clients.topic("tool-delete", 1);
    clients.writeNumbers(topic, 0, 1, 10);
    String json =
        "{\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"offset\":4}],\"version\":1}"
            .formatted(topic);
    Path file = Files.writeString(folder.resolve("delete.json"), json);
    String out =
        run("org.apache.kafka.tools.DeleteRecordsCommand", "--offset-json-file", file.toString());
    assertTrue(out.contains("low_watermark: 4"), out);
    assertEquals(Clients.numbers(5, 10), Clients.values(clients.readAll(topic)));
  }

  @Test
  void logDirectoriesAreDescribed() {
    String topic = clients.topic("tool-dirs", 2);
    clients.writeNumbers(topic, 0, 1, 10);
    String out = run("org.apache.kafka.tools.LogDirsCommand", "--describe", "--topic-list", topic);
    assertTrue(out.contains("\"partition\":\"" + topic + "-0\""), out);
    assertTrue(out.contains("\"partition\":\"" + topic + "-1\""), out);
    assertTrue(out.contains("\"error\":null"), out);
    assertTrue(out.contains(server.dataDirectory().toString()), out);
    assertFalse(out.contains("\"partition\":\"" + topic + "-0\",\"size\":0"), out);
  }

  @Test
  void groupsAreListedDescribedResetAndDeleted() {
    String topic = clients.topic("tool-group", 1, Map.of("retention.ms", "-1"));
    String group = Clients.unique("tool-group");
    writeNumbersOneSecondApart(topic);
    readAll(topic, group);
    assertTrue(run(GROUPS, "--list").lines().toList().contains(group));
    String description = run(GROUPS, "--describe", "--group", group);
    assertTrue(
        description
            .lines()
            .anyMatch(line ->
                line.replaceAll(" +", " ").startsWith(group + " " + topic + " 0 100 100 0 ")),
        description);
    assertTrue(run(GROUPS, "--describe", "--group", group, "--state").contains("Empty"));

    assertEquals("30", reset(group, topic, "--to-offset", "30", "--execute"));
    assertEquals("40", reset(group, topic, "--shift-by", "10", "--execute"));
    assertEquals("0", reset(group, topic, "--to-earliest", "--dry-run"));
    String time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS")
            .withZone(ZoneOffset.UTC)
            .format(Instant.ofEpochMilli(START + 70_000));
    assertEquals("70", reset(group, topic, "--to-datetime", time, "--execute"));
    try (Consumer<String, String> consumer = clients.member(group, Map.of())) {
      consumer.subscribe(List.of(topic));
      assertEquals(Clients.numbers(70, 99), Clients.values(Clients.read(consumer, 30)));
    }
    assertTrue(
        run(GROUPS, "--delete-offsets", "--group", group, "--topic", topic).contains("Successful"));
    assertTrue(run(GROUPS, "--delete", "--group", group).contains("success"));
    assertFalse(run(GROUPS, "--list").lines().toList().contains(group));
  }

  private void writeNumbersOneSecondApart(String topic) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < 100; i++) {
        producer.send(
            new ProducerRecord<>(topic, 0, START + i * 1_000L, null, Integer.toString(i)));
      }
    }
  }

  private void readAll(String topic, String group) {
    try (Consumer<String, String> consumer = clients.member(group, Map.of())) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, 100);
    }
  }

  /// Runs `--reset-offsets` and returns the new offset that the tool prints.
  private String reset(String group, String topic, String... how) {
    List<String> arguments =
        new ArrayList<>(List.of("--reset-offsets", "--group", group, "--topic", topic));
    arguments.addAll(List.of(how));
    String out = run(GROUPS, arguments.toArray(String[]::new));
    String line =
        out.lines()
            .filter(text -> text.startsWith(group))
            .findFirst()
            .orElseThrow(() -> new AssertionError(out));
    return line.strip().split(" +")[3];
  }

  @Test
  void theGroupsOfAllKindsAreListed() {
    String topic = clients.topic("tool-groups", 1);
    String group = Clients.unique("tool-kinds");
    clients.writeNumbers(topic, 0, 1, 100);
    readAll(topic, group);
    String out = run("org.apache.kafka.tools.GroupsCommand", "--list");
    assertTrue(
        out.lines()
            .anyMatch(line -> line.replaceAll(" +", " ").startsWith(group + " Classic consumer")),
        out);
  }

  @Test
  void theClusterTellsItsIdAndWhatItUnderstands() {
    String id =
        tools
            .run(
                "org.apache.kafka.tools.ClusterTool",
                "cluster-id",
                "--bootstrap-server",
                server.bootstrap())
            .orThrow();
    assertTrue(id.contains("Cluster ID: "), id);
    String versions = run("org.apache.kafka.tools.BrokerApiVersionsCommand");
    assertTrue(versions.contains("Produce(0)"), versions);
    assertTrue(versions.contains("Fetch(1)"), versions);
  }

  @Test
  void theMetadataQuorumIsDescribed() {
    String status = run(QUORUM, "describe", "--status");
    assertTrue(status.lines().anyMatch(line -> line.matches("LeaderId:\\s+[123]")), status);
    runUntil(
        now -> now.lines().anyMatch(line -> line.matches("MaxFollowerLag:\\s+0")),
        QUORUM,
        "describe",
        "--status");
    List<String> replicas = run(QUORUM, "describe", "--replication").lines().toList();
    assertEquals(1 + ServerUnderTest.nodes(), replicas.size(), replicas::toString);
    assertEquals(
        1,
        replicas.stream().filter(line -> line.matches("[123] .*Leader.*")).count(),
        replicas::toString);
  }

  @Test
  void featuresAreDescribedRaisedAndLowered() {
    String described = run(FEATURES, "describe");
    assertTrue(
        described.lines().anyMatch(line -> line.startsWith("Feature: transaction.version")),
        described);
    run(FEATURES, "downgrade", "--feature", "transaction.version=1");
    runUntil(now -> finalized(now, "transaction.version", 1), FEATURES, "describe");
    run(FEATURES, "upgrade", "--feature", "transaction.version=2");
    runUntil(now -> finalized(now, "transaction.version", 2), FEATURES, "describe");
  }

  private static boolean finalized(String described, String feature, int level) {
    return described
        .lines()
        .anyMatch(
            line -> line.contains(feature) && line.contains("FinalizedVersionLevel: " + level));
  }
}
