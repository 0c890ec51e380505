package io.tidepost.compat.share;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Share groups as their administrators see them: `Admin`, `kafka-share-groups`,
/// `kafka-console-share-consumer` and `kafka-verifiable-share-consumer`, unmodified.
@ExtendWith(Shared.class)
final class ShareToolsTest {
  private static final String GROUPS = "org.apache.kafka.tools.consumer.group.ShareGroupCommand";

  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;
  private final String topic;
  private final String queue = Clients.unique("queue");

  ShareToolsTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
    this.topic = clients.topic("tools", 1);
    run(
        "kafka.admin.ConfigCommand",
        "--alter",
        "--group",
        queue,
        "--add-config",
        "share.auto.offset.reset=earliest");
  }

  private String run(String main, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", server.bootstrap()));
    all.addAll(List.of(arguments));
    if (main.equals(GROUPS)) {
      all.addAll(List.of("--timeout", "60000")); // its own patience is five seconds
    }
    return tools.run(main, all, "").orThrow();
  }

  private SharePartitionOffsetInfo offset(Admin admin) {
    Map<TopicPartition, SharePartitionOffsetInfo> all =
        Clients.get(
            admin
                .listShareGroupOffsets(Map.of(queue, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(queue));
    return Objects.requireNonNull(all.get(new TopicPartition(topic, 0)));
  }

  private ShareGroupDescription described(Admin admin) {
    Map<String, ShareGroupDescription> all =
        Clients.get(admin.describeShareGroups(List.of(queue)).all());
    return Objects.requireNonNull(all.get(queue));
  }

  @Test
  void adminDescribesAndChangesAGroup() {
    clients.writeNumbers(topic, 0, 1, 10);
    try (Admin admin = clients.admin()) {
      try (Worker worker = new Worker(server, queue, topic)) {
        List<ConsumerRecord<String, String>> records = worker.next();
        worker.acknowledge(records.subList(0, 4), AcknowledgeType.ACCEPT);
        worker.acknowledge(records.subList(4, 10), AcknowledgeType.RELEASE);
        worker.commit();
        ShareGroupDescription described = described(admin);
        assertEquals(GroupState.STABLE, described.groupState());
        assertEquals(
            Set.of(new TopicPartition(topic, 0)),
            described.members().iterator().next().assignment().topicPartitions());
        assertThrows(
            GroupNotEmptyException.class,
            () -> cause(admin.alterShareGroupOffsets(queue, Map.of(partition(), 0L)).all()));
        assertThrows(
            GroupNotEmptyException.class,
            () -> cause(admin.deleteShareGroups(List.of(queue)).all()));
      }
      await().atMost(Clients.LIMIT).until(() -> offset(admin).startOffset() == 4);
      assertEquals(6, offset(admin).lag().orElseThrow());
      await().atMost(Clients.LIMIT).until(() -> described(admin).groupState() == GroupState.EMPTY);
      Clients.get(admin.alterShareGroupOffsets(queue, Map.of(partition(), 2L)).all());
      assertEquals(2, offset(admin).startOffset());
      try (Worker worker = new Worker(server, queue, topic)) {
        assertEquals("3", worker.next().get(0).value());
      }
      await().until(() -> described(admin).groupState() == GroupState.EMPTY);
      Clients.get(admin.deleteShareGroupOffsets(queue, Set.of(topic)).all());
      Clients.get(admin.deleteShareGroups(List.of(queue)).all());
      assertThrows(
          GroupIdNotFoundException.class,
          () -> cause(admin.describeShareGroups(List.of(queue)).all()));
    }
  }

  private TopicPartition partition() {
    return new TopicPartition(topic, 0);
  }

  private static void cause(KafkaFuture<?> future) throws Throwable {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Test
  void theCommandLineConsumesAndDescribes() {
    clients.writeNumbers(topic, 0, 1, 5);
    String printed =
        run(
            "org.apache.kafka.tools.consumer.ConsoleShareConsumer",
            "--topic",
            topic,
            "--group",
            queue,
            "--max-messages",
            "5",
            "--timeout-ms",
            "120000");
    assertTrue(printed.lines().toList().containsAll(Clients.numbers(1, 5)), printed);
    assertTrue(run(GROUPS, "--list").contains(queue));
    String offsets = run(GROUPS, "--describe", "--group", queue, "--offsets");
    assertTrue(offsets.contains(topic), offsets);
    String state = run(GROUPS, "--describe", "--group", queue, "--state");
    assertTrue(state.contains("Empty"), state);
    run(
        GROUPS,
        "--reset-offsets",
        "--group",
        queue,
        "--topic",
        topic,
        "--to-earliest",
        "--execute");
    String again =
        run(
            "org.apache.kafka.tools.consumer.ConsoleShareConsumer",
            "--topic",
            topic,
            "--group",
            queue,
            "--max-messages",
            "5",
            "--timeout-ms",
            "120000");
    assertTrue(again.lines().toList().containsAll(Clients.numbers(1, 5)), again);
    run(GROUPS, "--delete-offsets", "--group", queue, "--topic", topic);
    run(GROUPS, "--delete", "--group", queue);
    assertTrue(!run(GROUPS, "--list").contains(queue));
  }

  @Test
  void theVerifiableConsumerGetsWhatIsThere() {
    clients.writeNumbers(topic, 0, 1, 20);
    String printed =
        run(
            "org.apache.kafka.tools.VerifiableShareConsumer",
            "--topic",
            topic,
            "--group-id",
            queue,
            "--max-messages",
            "20",
            "--acknowledgement-mode",
            "sync");
    assertTrue(printed.contains("offsets_acknowledged"), printed);
  }

  private static List<Path> files(Path folder, String beginning, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> {
            String name = String.valueOf(file.getFileName());
            return name.startsWith(beginning) && name.endsWith(ending);
          })
          .toList();
    }
  }

  @Test
  void theDumpToolReadsTheState() throws IOException {
    clients.writeNumbers(topic, 0, 1, 3);
    try (Worker worker = new Worker(server, queue, topic)) {
      worker.acknowledge(worker.next(), AcknowledgeType.REJECT);
      worker.commit();
    }
    StringBuilder all = new StringBuilder();
    // Other folders may vanish while one looks.
    for (Path folder : files(server.dataDirectory(), "__share_group_state-", "")) {
      for (Path file : files(folder, "", ".log")) {
        all.append(
            tools
                .run(
                    "org.apache.kafka.tools.DumpLogSegments",
                    "--share-group-state-decoder",
                    "--files",
                    file.toString())
                .orThrow());
      }
    }
    String dump = all.toString();
    assertTrue(dump.contains(queue) && dump.contains("stateEpoch"), dump);
    assertFalse(dump.contains("Could not"), dump);
  }
}
