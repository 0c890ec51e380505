package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import io.tidepost.compat.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A partition moves from one log directory to another while it is written and read, by the
/// client's Admin and by Apache's `kafka-reassign-partitions`; reassignments and elections get
/// Kafka's answers of a single node.
@ExtendWith(Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MoveReplicaTest {

  private static final int RECORDS = 20_000;

  private final Path home = Shared.temporary("move-replica");
  private final List<Path> directories =
      List.of(home.resolve("first").toAbsolutePath(), home.resolve("second").toAbsolutePath());
  private final ServerUnderTest server = ServerUnderTest.create(home, options());
  private final Clients clients = new Clients(server);
  private final ApacheTools tools;

  MoveReplicaTest(ApacheTools tools) {
    this.tools = tools;
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("log.dirs", directories.get(0) + "," + directories.get(1));
    options.put("log.segment.bytes", "1048576");
    return options;
  }

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aPartitionMovesWhileItIsWrittenAndRead() throws Exception {
    String topic = clients.topic("moving", 1);
    AtomicBoolean goOn = new AtomicBoolean(true);
    List<Future<?>> sends = new ArrayList<>();
    Thread writer = Thread.ofPlatform().start(() -> write(topic, goOn, sends));
    await().atMost(Clients.LIMIT).until(() -> clients.readAll(topic).size() > RECORDS / 10);
    Path from = of(topic);
    Path to = from.equals(directories.get(0)) ? directories.get(1) : directories.get(0);
    move(topic, to);
    await().atMost(Clients.LIMIT).until(() -> of(topic).equals(to));
    move(topic, from);
    await().atMost(Clients.LIMIT).until(() -> of(topic).equals(from));
    goOn.set(false);
    writer.join();
    sends.forEach(Clients::get);
    inOrder(topic, sends.size());
    await().until(() -> leftovers(topic, to).isEmpty());
    server.kill();
    server.start();
    inOrder(topic, sends.size());
    assertEquals(from, of(topic));
  }

  private void write(String topic, AtomicBoolean goOn, List<Future<?>> sends) {
    try (Producer<String, String> producer = clients.producer(Map.of("linger.ms", 1))) {
      for (int i = 0; i < RECORDS || goOn.get(); i++) {
        sends.add(producer.send(new ProducerRecord<>(topic, 0, null, i + " " + "x".repeat(200))));
        if (i > RECORDS) {
          Clients.get(sends.getLast());
        }
      }
    }
  }

  private void inOrder(String topic, int count) {
    List<String> values = Clients.values(clients.readAll(topic));
    assertEquals(count, values.size());
    for (int i = 0; i < count; i++) {
      assertTrue(values.get(i).startsWith(i + " "), i + " is not where it should be");
    }
  }

  private static List<Path> leftovers(String topic, Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> String.valueOf(file.getFileName()).startsWith(topic)).toList();
    }
  }

  private void move(String topic, Path to) {
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .alterReplicaLogDirs(Map.of(new TopicPartitionReplica(topic, 0, 1), to.toString()))
              .all());
    }
  }

  /// The directory in which a topic's first partition lies.
  private Path of(String topic) {
    try (Admin admin = clients.admin()) {
      return Clients.of(Clients.get(admin.describeLogDirs(List.of(1)).allDescriptions()), 1)
          .entrySet()
          .stream()
          .filter(entry ->
              entry.getValue().replicaInfos().entrySet().stream()
                  .anyMatch(replica ->
                      replica.getKey().equals(new TopicPartition(topic, 0))
                          && !replica.getValue().isFuture()))
          .map(entry -> Path.of(entry.getKey()))
          .findFirst()
          .orElse(home);
    }
  }

  @Test
  void apachesToolMovesIt() throws IOException {
    String topic = clients.topic("reassigned", 1);
    clients.writeNumbers(topic, 0, 1, 100);
    Path from = of(topic);
    Path to = from.equals(directories.get(0)) ? directories.get(1) : directories.get(0);
    Path json = home.resolve("reassign.json");
    Files.writeString(
        json,
        """
        {"version":1,"partitions":[{"topic":"%s","partition":0,"replicas":[1],"log_dirs":["%s"]}]}
        """
            .formatted(topic, to));
    reassign(json, "--execute", "--timeout", "120000").orThrow();
    await().atMost(Clients.LIMIT).until(() -> of(topic).equals(to));
    ToolResult verified = reassign(json, "--verify");
    assertTrue(verified.out().contains("completed"), verified.out() + verified.err());
    assertEquals(100, clients.readAll(topic).size());
  }

  private ToolResult reassign(Path json, String... action) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", server.bootstrap()));
    all.addAll(List.of("--reassignment-json-file", json.toString()));
    all.addAll(List.of(action));
    return tools.run("org.apache.kafka.tools.reassign.ReassignPartitionsCommand", all, "");
  }

  @Test
  void oneNodeAnswersAsKafkaDoes() {
    String topic = clients.topic("alone", 2);
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition none = new TopicPartition(topic, 7);
    try (Admin admin = clients.admin()) {
      assertInstanceOf(
          LogDirNotFoundException.class,
          Clients.failure(
              admin
                  .alterReplicaLogDirs(Map.of(new TopicPartitionReplica(topic, 0, 1), "/nowhere"))
                  .all()));
      assertTrue(Clients.get(admin.listPartitionReassignments().reassignments()).isEmpty());
      Clients.get(
          admin
              .alterPartitionReassignments(
                  Map.of(first, Optional.of(new NewPartitionReassignment(List.of(1)))))
              .all());
      var wrong =
          admin.alterPartitionReassignments(
              Map.of(
                  first,
                  Optional.of(new NewPartitionReassignment(List.of(1, 2))),
                  new TopicPartition(topic, 1),
                  Optional.empty(),
                  none,
                  Optional.of(new NewPartitionReassignment(List.of(1)))));
      assertInstanceOf(
          InvalidReplicaAssignmentException.class,
          Clients.failure(Clients.of(wrong.values(), first)));
      assertInstanceOf(
          NoReassignmentInProgressException.class,
          Clients.failure(Clients.of(wrong.values(), new TopicPartition(topic, 1))));
      assertInstanceOf(
          UnknownTopicOrPartitionException.class,
          Clients.failure(Clients.of(wrong.values(), none)));
      for (ElectionType type : ElectionType.values()) {
        var elected = Clients.get(admin.electLeaders(type, Set.of(first, none)).partitions());
        assertInstanceOf(
            ElectionNotNeededException.class, Clients.of(elected, first).orElseThrow());
        assertInstanceOf(
            UnknownTopicOrPartitionException.class, Clients.of(elected, none).orElseThrow());
        var all = Clients.get(admin.electLeaders(type, null).partitions());
        assertFalse(all.containsKey(first));
      }
    }
  }
}
