package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Coordinator;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// `tidepost group` on groups of every type, and `tidepost quota`.
@ExtendWith(Shared.class)
final class GroupCommandsTest {

  private final ServerUnderTest server;
  private final Clients clients;
  private final InProcess tidepost;
  private final String topic;

  GroupCommandsTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
    this.tidepost = new InProcess(server.bootstrap());
    this.topic = clients.topic("grouped", 2);
  }

  private JsonNode described(String group) {
    return tidepost.json("group", "describe", group).get(0);
  }

  private static JsonNode partition(JsonNode group, int number) {
    for (JsonNode partition : group.get("partitions")) {
      if (partition.get("partition").asInt() == number) {
        return partition;
      }
    }
    throw new AssertionError("no partition " + number + " in " + group);
  }

  private void awaitEmpty(String group) {
    await().atMost(Clients.LIMIT).until(() -> described(group).get("members").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void aConsumersGroupIsShownMovedAndDeleted(String type) {
    String group = Clients.unique("readers");
    clients.writeNumbers(topic, 0, 1, 10);
    try (Consumer<String, String> consumer =
        clients.consumer(Map.of("group.id", group, "group.protocol", type, "client.id", "ada"))) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, 10);
      consumer.commitSync();
      clients.writeNumbers(topic, 0, 11, 13);
      JsonNode shown = described(group);
      assertEquals(type, shown.get("type").asText());
      assertEquals("Stable", shown.get("state").asText());
      assertEquals(3, partition(shown, 0).get("lag").asInt());
      JsonNode member = shown.get("members").get(0);
      assertEquals("ada", member.get("clientId").asText());
      assertEquals(
          List.of(topic + "-0", topic + "-1"),
          List.of(
              member.get("partitions").get(0).asText(), member.get("partitions").get(1).asText()));
      assertTrue(tidepost.run("group", "delete", group).failed().contains("still has members"));
      assertTrue(reset(group, "--to-earliest").failed().contains("stop them first"));
      assertTrue(
          tidepost
              .run("group", "delete-offsets", group, "--topic", topic, "--execute")
              .failed()
              .contains("still"));
    }
    awaitEmpty(group);
    listedAs(group, type);
    moved(group, 10);
    forgottenAndDeleted(group, topic + ":0");
  }

  private InProcess.Result reset(String group, String... how) {
    List<String> all = new ArrayList<>(List.of("group", "reset-offsets", group));
    all.addAll(List.of("--topic", topic));
    all.addAll(List.of(how));
    return tidepost.run(all.toArray(String[]::new));
  }

  private void listedAs(String group, String type) {
    assertTrue(names("--type", type).contains(group));
    assertTrue(names("--type", type, "--state", "empty").contains(group));
    assertTrue(!names("--state", "Stable").contains(group));
    for (String other : List.of("classic", "consumer", "share", "streams")) {
      assertEquals(other.equals(type), names("--type", other).contains(group), other);
    }
  }

  private List<String> names(String... filters) {
    List<String> all = new ArrayList<>(List.of("group", "list"));
    all.addAll(List.of(filters));
    List<String> names = new ArrayList<>();
    tidepost.json(all.toArray(String[]::new)).forEach(row -> names.add(row.get("group").asText()));
    return names;
  }

  /// Looks, then moves to 4, then by two.
  private void moved(String group, long from) {
    InProcess.Result preview = reset(group, "--to-offset", "4", "--dry-run");
    assertTrue(preview.ok().contains("4"));
    assertTrue(preview.err().contains("add --execute"));
    assertEquals(from, partition(described(group), 0).get("committedOffset").asLong());
    reset(group, "--to-offset", "4", "--execute").ok();
    assertEquals(4, partition(described(group), 0).get("committedOffset").asLong());
    assertEquals(0, partition(described(group), 1).get("committedOffset").asLong());
    tidepost
        .run(
            "group",
            "reset-offsets",
            group,
            "--topic",
            topic + ":0",
            "--shift-by",
            "2",
            "--execute")
        .ok();
    assertEquals(6, partition(described(group), 0).get("committedOffset").asLong());
  }

  private void forgottenAndDeleted(String group, String what) {
    String[] forget = {"group", "delete-offsets", group, "--topic", what};
    assertTrue(tidepost.run(forget).err().contains("add --execute"));
    int before = described(group).get("partitions").size();
    tidepost.run("group", "delete-offsets", group, "--topic", what, "--execute").ok();
    assertTrue(described(group).get("partitions").size() < before);
    tidepost.run("group", "delete", group).ok();
    assertTrue(tidepost.run("group", "describe", group).failed().contains("does not exist"));
    assertTrue(!names().contains(group));
  }

  @Test
  void aShareGroupIsShownMovedAndDeleted() {
    String group = Clients.unique("queue");
    clients.writeNumbers(topic, 0, 1, 10);
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      new ConfigResource(ConfigResource.Type.GROUP, group),
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("share.auto.offset.reset", "earliest"),
                              AlterConfigOp.OpType.SET))))
              .all());
    }
    Map<String, Object> options =
        Map.of("bootstrap.servers", server.bootstrap(), "group.id", group, "client.id", "ada");
    try (var consumer =
        new KafkaShareConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      int read = 0;
      long deadline = System.nanoTime() + Clients.LIMIT.toNanos();
      while (read < 10 && System.nanoTime() < deadline) {
        read += consumer.poll(Duration.ofMillis(300)).count();
      }
      consumer.commitSync();
      JsonNode shown = described(group);
      assertEquals("share", shown.get("type").asText());
      assertEquals("ada", shown.get("members").get(0).get("clientId").asText());
      assertEquals(2, shown.get("members").get(0).get("partitions").size());
      assertTrue(reset(group, "--to-earliest").failed().contains("stop them first"));
    }
    awaitEmpty(group);
    await()
        .atMost(Clients.LIMIT)
        .until(() -> partition(described(group), 0).get("lag").asLong() == 0);
    clients.writeNumbers(topic, 0, 11, 12);
    assertEquals(2, partition(described(group), 0).get("lag").asInt());
    listedAs(group, "share");
    // What is done with is told at once, where the group begins perhaps with the next change.
    moved(group, partition(described(group), 0).get("committedOffset").asLong());
    assertTrue(
        tidepost
            .run("group", "delete-offsets", group, "--topic", topic + ":0")
            .failed()
            .contains("whole topics"));
    forgottenAndDeleted(group, topic);
  }

  @Test
  void aStreamsGroupIsShownMovedAndDeleted() throws IOException {
    String group = Clients.unique("application");
    clients.writeNumbers(topic, 0, 1, 10);
    String member = UUID.randomUUID().toString();
    try (Admin admin = clients.admin();
        Connection connection = Coordinator.connect(server, group)) {
      var subtopology =
          new StreamsGroupHeartbeatRequestData.Subtopology()
              .setSubtopologyId("0")
              .setSourceTopics(List.of(topic));
      var heartbeat =
          new StreamsGroupHeartbeatRequestData()
              .setGroupId(group)
              .setMemberId(member)
              .setMemberEpoch(0)
              .setRebalanceTimeoutMs(10_000)
              .setProcessId(member)
              .setTopology(
                  new StreamsGroupHeartbeatRequestData.Topology()
                      .setSubtopologies(List.of(subtopology)))
              .setActiveTasks(List.of())
              .setStandbyTasks(List.of())
              .setWarmupTasks(List.of());
      var joined = connection.call(heartbeat, new StreamsGroupHeartbeatResponseData(), 0);
      assertEquals(0, joined.errorCode(), joined::toString);
      JsonNode shown = described(group);
      assertEquals("streams", shown.get("type").asText());
      JsonNode its = shown.get("members").get(0);
      assertEquals(member, its.get("member").asText());
      // Tasks may come with a later heartbeat; what is there fits together.
      assertEquals(its.get("activeTasks").size(), its.get("partitions").size());
      assertTrue(reset(group, "--to-earliest").failed().contains("stop them first"));
      var farewell =
          new StreamsGroupHeartbeatRequestData()
              .setGroupId(group)
              .setMemberId(member)
              .setMemberEpoch(-1)
              .setActiveTasks(List.of())
              .setStandbyTasks(List.of())
              .setWarmupTasks(List.of());
      var left = connection.call(farewell, new StreamsGroupHeartbeatResponseData(), 0);
      assertEquals(0, left.errorCode(), left::toString);
    }
    awaitEmpty(group);
    reset(group, "--to-latest", "--execute").ok();
    listedAs(group, "streams");
    moved(group, 10);
    forgottenAndDeleted(group, topic + ":1");
  }

  @Test
  void yamlHasTheFieldsOfJson() {
    String group = Clients.unique("yaml");
    clients.writeNumbers(topic, 1, 1, 3);
    reset(group, "--to-latest", "--execute").ok();
    Object yaml = new Yaml().load(tidepost.run("group", "describe", group, "-o", "yaml").ok());
    assertEquals(
        new ObjectMapper().convertValue(described(group), Object.class), ((List<?>) yaml).get(0));
    List<Object> records = new ArrayList<>();
    new Yaml()
        .loadAll(tidepost.run("consume", topic, "-o", "yaml").ok())
        .forEach(document -> records.add(((Map<?, ?>) document).get("value")));
    assertEquals(List.of("1", "2", "3"), records);
  }

  @Test
  void wordsThatNameNothingAreRefused() {
    assertTrue(tidepost.run("group", "list", "--type", "fast").failed().contains("streams"));
    assertTrue(tidepost.run("group", "list", "--state", "odd").failed().contains("Stable"));
    assertTrue(reset("x", "--to-latest", "--execute", "--dry-run").failed().contains("contradict"));
  }

  @Test
  void quotasAreSetListedAndRemoved() {
    String user = Clients.unique("ada");
    String[] whose = {"--user", user, "--client-id", "*"};
    JsonNode set =
        tidepost.json(
            "quota",
            "set",
            whose[0],
            user,
            whose[2],
            "*",
            "producer_byte_rate=1024",
            "request_percentage=12.5");
    assertEquals(1024, set.get(0).get("value").asInt());
    await()
        .atMost(Clients.LIMIT)
        .until(() -> tidepost.json("quota", "list", "--user", user).size() == 2);
    JsonNode first = tidepost.json("quota", "list", "--user", user).get(0);
    assertEquals(user, first.get("user").asText());
    assertEquals("*", first.get("clientId").asText());
    assertTrue(first.get("ip").isNull());
    assertTrue(
        tidepost
            .run("quota", "set", "--user", user, "producer_byte_rat=1")
            .failed()
            .contains("did you mean 'producer_byte_rate'?"));
    assertTrue(tidepost.run("quota", "remove", "--user", user).failed().contains("no bounds here"));
    tidepost.run("quota", "remove", whose[0], whose[1], whose[2], whose[3]).ok();
    await()
        .atMost(Clients.LIMIT)
        .until(() -> tidepost.json("quota", "list", "--user", user).isEmpty());
  }
}
