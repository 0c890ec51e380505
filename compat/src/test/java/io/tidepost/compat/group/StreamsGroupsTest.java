package io.tidepost.compat.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Kafka Streams with `group.protocol=streams` (KIP-1071): the coordinator makes the internal
/// topics and shares out the tasks.
@ExtendWith(Shared.class)
final class StreamsGroupsTest {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final ServerUnderTest SERVER =
      ServerUnderTest.create(Shared.temporary("streams-groups"), options());

  private final Clients clients = new Clients(SERVER);
  private final ApacheTools tools;
  private final String application = Clients.unique("application");
  private final String in = clients.topic("in", 4);
  private final String out = clients.topic("out", 4);

  @TempDir Path folder;

  StreamsGroupsTest(ApacheTools tools) {
    this.tools = tools;
  }

  private static Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("group.streams.min.heartbeat.interval.ms", "100");
    options.put("group.streams.heartbeat.interval.ms", "200");
    options.put("group.streams.min.session.timeout.ms", "1000");
    // Members that say no farewell are missed by then, and a machine may pause for so long.
    options.put("group.streams.session.timeout.ms", "10000");
    options.put("group.streams.assignment.interval.ms", "0");
    options.put("group.streams.initial.rebalance.delay.ms", "300");
    return options;
  }

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  /// Starts an instance in a process of its own.
  private ChildProcess launch(int instance, String... topics) {
    String classPath =
        Places.root().resolve("compat/target/test-classes")
            + File.pathSeparator
            + Places.jars("streams-4.3");
    List<String> command = new ArrayList<>();
    command.add(Places.java().toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.addAll(List.of(StreamsMain.class.getName(), SERVER.bootstrap(), application));
    command.addAll(List.of(folder.resolve("state" + instance).toString(), out));
    command.addAll(List.of(topics));
    return ChildProcess.start("streams" + instance, folder, command);
  }

  /// Starts an instance that counts words, by way of a repartition topic.
  private ChildProcess wordCount(int instance) {
    return launch(instance, in);
  }

  private void awaitCounts(int count, int words) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> {
          Map<String, String> counts = new HashMap<>();
          clients.readAll(out).forEach(record -> counts.put(record.key(), record.value()));
          return counts.size() == words
              && counts.values().stream().allMatch(value -> value.equals(String.valueOf(count)));
        });
  }

  /// Waits until all that was read is committed. What an instance has counted and not committed
  /// when it is killed is counted again: at least once is what was promised.
  private void awaitCommitted(Admin admin) {
    List<TopicPartition> read =
        Clients.get(admin.listTopics().names()).stream()
            .filter(topic ->
                topic.equals(in)
                    || (topic.startsWith(application) && topic.endsWith("-repartition")))
            .flatMap(topic ->
                IntStream.range(0, 4).mapToObj(number -> new TopicPartition(topic, number)))
            .toList();
    await()
        .atMost(LIMIT)
        .until(() -> {
          var committed =
              Clients.get(
                  admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata());
          return read.stream()
              .allMatch(partition -> {
                OffsetAndMetadata at = committed.get(partition);
                return end(admin, partition) == (at == null ? 0 : at.offset());
              });
        });
  }

  private static long end(Admin admin, TopicPartition partition) {
    return Clients.get(
            admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
        .offset();
  }

  /// How long the group's members may be silent, from their next heartbeat on. Without it nobody is
  /// missed for as long as a machine may pause.
  private void setSessionTimeout(Admin admin, int millis) {
    configure(admin, "streams.session.timeout.ms", Integer.toString(millis));
  }

  private void configure(Admin admin, String name, String value) {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, application);
    var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    Clients.get(admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
  }

  private void writeWords(int words) {
    for (int partition = 0; partition < 4; partition++) {
      clients.writeNumbers(in, partition, 1, words);
    }
  }

  private boolean exists(Admin admin) {
    return Clients.get(admin.listGroups().all()).stream()
        .anyMatch(group -> group.groupId().equals(application));
  }

  private StreamsGroupDescription describe(Admin admin) {
    var described = Clients.get(admin.describeStreamsGroups(List.of(application)).all());
    return Clients.of(described, application);
  }

  private void awaitStable(Admin admin, int members) {
    await().atMost(LIMIT).until(() -> exists(admin));
    await()
        .atMost(LIMIT)
        .until(() -> {
          StreamsGroupDescription description = describe(admin);
          return description.groupState() == GroupState.STABLE
              && description.members().size() == members
              && description.members().stream()
                  .allMatch(m -> !m.assignment().activeTasks().isEmpty());
        });
  }

  @Test
  void twoInstancesCountWordsAndOneIsKilled() {
    try (Admin admin = clients.admin();
        ChildProcess one = wordCount(1)) {
      writeWords(20);
      awaitCounts(4, 20);
      awaitStable(admin, 1);
      try (ChildProcess two = wordCount(2)) {
        awaitStable(admin, 2);
        writeWords(20);
        awaitCounts(8, 20);
        setSessionTimeout(admin, 3_000);
        awaitCommitted(admin);
        two.kill();
      }
      writeWords(20);
      awaitStable(admin, 1);
      setSessionTimeout(admin, 45_000);
      awaitCounts(12, 20);
      awaitStable(admin, 1);
      assertTrue(one.isAlive());
      var topics = Clients.get(admin.listTopics().names());
      assertTrue(
          topics.stream().anyMatch(t -> t.startsWith(application) && t.endsWith("-repartition")));
      assertTrue(
          topics.stream().anyMatch(t -> t.startsWith(application) && t.endsWith("-changelog")));
    }
  }

  @Test
  void standbyTasksAreGivenToTheOtherInstance() {
    try (Admin admin = clients.admin()) {
      configure(admin, "streams.num.standby.replicas", "1");
      try (ChildProcess one = wordCount(1);
          ChildProcess two = wordCount(2)) {
        writeWords(5);
        awaitCounts(4, 5);
        await()
            .atMost(LIMIT)
            .until(() ->
                describe(admin).members().size() == 2
                    && describe(admin).members().stream()
                        .allMatch(m -> !m.assignment().standbyTasks().isEmpty()));
        assertTrue(one.isAlive() && two.isAlive());
      }
    }
  }

  @Test
  void streamsAreJoined() {
    String other = clients.topic("other", 4);
    try (ChildProcess one = launch(1, in, other)) {
      clients.writeNumbers(in, 0, 1, 10);
      clients.writeNumbers(other, 3, 1, 10);
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(300))
          .until(() -> clients.readAll(out).size() == 10);
      assertEquals(
          Set.of("1+1", "2+2", "3+3", "4+4", "5+5", "6+6", "7+7", "8+8", "9+9", "10+10"),
          clients.readAll(out).stream().map(record -> record.value()).collect(Collectors.toSet()));
      assertTrue(one.isAlive());
    }
  }

  @Test
  void seenByAdministratorsAndTools() {
    try (Admin admin = clients.admin()) {
      try (ChildProcess one = wordCount(1)) {
        awaitStable(admin, 1);
        StreamsGroupDescription description = describe(admin);
        assertEquals(2, description.subtopologies().size());
        assertTrue(
            Clients.get(admin.listGroups().all()).stream()
                .anyMatch(group ->
                    group.groupId().equals(application)
                        && group.type().equals(java.util.Optional.of(GroupType.STREAMS))));
        setSessionTimeout(admin, 3_000); // so that it is missed soon
        String out =
            tools
                .run(
                    "org.apache.kafka.tools.streams.StreamsGroupCommand",
                    "--bootstrap-server",
                    SERVER.bootstrap(),
                    "--describe",
                    "--group",
                    application,
                    "--members",
                    "--timeout",
                    "60000")
                .out();
        assertTrue(out.contains(application), out);
        assertTrue(one.isAlive());
      }
      await().atMost(LIMIT).until(() -> describe(admin).groupState() == GroupState.EMPTY);
      Clients.get(admin.deleteStreamsGroups(List.of(application)).all());
    }
  }
}
