package io.tidepost.compat.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import io.tidepost.compat.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes from three stock `server.properties` are one Kafka, whoever of them is asked.
@ExtendWith(Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StockClusterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Set<Integer> ALL = Set.of(1, 2, 3);
  private static final Path CACHES = Places.root().resolve("dist/target/tidepost/aot/cluster");

  @TempDir static Path home;

  private static TidepostCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TidepostCluster(home, 3, Map.of());
    cluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Set<Integer> brokers(Admin admin) {
    Set<Integer> ids = new TreeSet<>();
    for (Node node : Clients.get(admin.describeCluster().nodes())) {
      ids.add(node.id());
    }
    return ids;
  }

  private static void awaitBrokers(String bootstrap, Set<Integer> expected) {
    try (Admin admin = new Clients(bootstrap).admin()) {
      await().atMost(PATIENCE).until(() -> brokers(admin).equals(expected));
    }
  }

  private static QuorumInfo quorum(String bootstrap) {
    try (Admin admin = new Clients(bootstrap).admin()) {
      return Clients.get(admin.describeMetadataQuorum().quorumInfo());
    }
  }

  @Test
  @Order(1)
  void everyNodeNamesAllThreeAndCreatesTopics() {
    for (int id = 1; id <= 3; id++) {
      awaitBrokers(cluster.node(id).bootstrap(), ALL);
      try (Admin admin = new Clients(cluster.node(id).bootstrap()).admin()) {
        Clients.get(admin.createTopics(List.of(new NewTopic("made-at-" + id, 3, (short) 3))).all());
      }
    }
    for (int id = 1; id <= 3; id++) {
      Agreement.await("made-at-" + id, cluster.node(1), cluster.node(2), cluster.node(3));
    }
    for (int id = 1; id <= 3; id++) {
      try (Admin admin = new Clients(cluster.node(id).bootstrap()).admin()) {
        assertTrue(
            Clients.get(admin.listTopics().names())
                .containsAll(Set.of("made-at-1", "made-at-2", "made-at-3")));
        assertEquals(
            3,
            Clients.get(descriptionOf(admin, "made-at-2"))
                .partitions()
                .getFirst()
                .replicas()
                .size());
      }
    }
  }

  @Test
  @Order(2)
  void apachesToolSeesTheQuorumAtBrokersAndAtControllers(ApacheTools tools) {
    String main = "org.apache.kafka.tools.MetadataQuorumCommand";
    ToolResult status =
        tools.run(main, "--bootstrap-server", cluster.node(2).bootstrap(), "describe", "--status");
    assertTrue(status.out().contains("\"id\": 3"), status.toString());
    ToolResult replication =
        tools.run(
            main,
            "--bootstrap-controller",
            "127.0.0.1:" + cluster.controllerPort(1),
            "describe",
            "--replication");
    assertTrue(replication.out().contains("Leader"), replication.toString());
    assertEquals(
        3,
        replication
            .out()
            .lines()
            .filter(line -> line.contains("Leader") || line.contains("Follower"))
            .count(),
        replication::toString);
  }

  @Test
  @Order(3)
  void anotherControllerTakesOverFromOneThatIsKilled() {
    QuorumInfo before = quorum(cluster.bootstrap());
    int killed = before.leaderId();
    int other = killed == 1 ? 2 : 1;
    cluster.node(killed).kill();
    String survivors = cluster.node(other).bootstrap();
    Set<Integer> left = new TreeSet<>(ALL);
    left.remove(killed);
    awaitBrokers(survivors, left);
    QuorumInfo after = quorum(survivors);
    assertNotEquals(killed, after.leaderId());
    assertTrue(after.leaderEpoch() > before.leaderEpoch());
    try (Admin admin = new Clients(survivors).admin()) {
      Clients.get(admin.createTopics(List.of(new NewTopic("made-by-two", 2, (short) 2))).all());
    }
    boolean caches = !"off".equals(System.getenv("TIDEPOST_AOT"));
    if (caches) {
      awaitCacheOfVoters();
    }
    cluster.node(killed).start();
    awaitBrokers(cluster.node(killed).bootstrap(), ALL);
    String command = commandLine(cluster.node(killed).pid());
    assertEquals(caches, command.contains("-XX:AOTCache=" + CACHES), command);
  }

  private static void awaitCacheOfVoters() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          try (Stream<Path> files = Files.list(CACHES.getParent())) {
            assertTrue(files.anyMatch(file -> file.toString().startsWith(CACHES + "-")));
          }
        });
  }

  private static String commandLine(long pid) {
    return ProcessHandle.of(pid).orElseThrow().info().commandLine().orElseThrow();
  }

  @Test
  @Order(4)
  void aVoterThatComesBackEmptyIsRefusedAndTheOthersGoOn() throws IOException {
    cluster.node(3).stop();
    Path data = cluster.node(3).dataDirectory();
    Path kept = data.resolveSibling("kept");
    Files.move(data, kept);
    cluster.node(3).launch();
    ChildProcess refused = cluster.node(3).launched();
    refused.awaitExit(PATIENCE);
    assertTrue(refused.err().contains("votes in the cluster"), refused.err());
    assertTrue(refused.err().contains("remove-controller"), refused.err());
    deleteTree(data);
    Files.move(kept, data);
    try (Admin admin = new Clients(cluster.node(1).bootstrap()).admin()) {
      Clients.get(admin.createTopics(List.of(new NewTopic("meanwhile", 1, (short) 2))).all());
    }
    cluster.node(3).start();
    awaitBrokers(cluster.node(3).bootstrap(), ALL);
  }

  @Test
  @Order(5)
  void aBrokerOnlyNodeFollowsAndADuplicateIsRefused() throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("process.roles", "broker");
    options.put("node.id", "4");
    options.put("controller.listener.names", "CONTROLLER");
    options.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + cluster.controllerPort(2));
    Path folder = Files.createDirectories(home.resolve("node-4"));
    try (TidepostProcess four = new TidepostProcess(folder, options)) {
      four.start();
      awaitBrokers(four.bootstrap(), Set.of(1, 2, 3, 4));
      try (Admin admin = new Clients(four.bootstrap()).admin()) {
        Clients.get(admin.createTopics(List.of(new NewTopic("made-at-4", 4, (short) 4))).all());
      }
      Path twin = Files.createDirectories(home.resolve("node-4-twin"));
      Map<String, String> again = new HashMap<>(options);
      again.put("broker.session.timeout.ms", "2000");
      try (TidepostProcess duplicate = new TidepostProcess(twin, again)) {
        duplicate.launch();
        duplicate.launched().awaitExit(PATIENCE);
        assertTrue(
            duplicate.launched().err().contains("another process with node.id=4"),
            duplicate.launched().err());
      }
      four.stop();
      awaitBrokers(cluster.node(1).bootstrap(), ALL);
    }
  }

  @Test
  @Order(6)
  void aNodeOfAnotherClusterIsRefused() throws IOException {
    Path folder = Files.createDirectories(home.resolve("stranger"));
    Map<String, String> alone = new HashMap<>();
    alone.put("node.id", "9");
    try (TidepostProcess stranger = new TidepostProcess(folder, alone)) {
      stranger.start();
      stranger.stop();
    }
    Files.delete(folder.resolve("server.properties"));
    alone.put("process.roles", "broker");
    alone.put("controller.listener.names", "CONTROLLER");
    alone.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + cluster.controllerPort(1));
    alone.put("log.dirs", folder.resolve("data").toString());
    try (TidepostProcess stranger = new TidepostProcess(folder, alone)) {
      stranger.launch();
      stranger.launched().awaitExit(PATIENCE);
      String err = stranger.launched().err();
      assertTrue(err.contains("belongs to the cluster") || err.contains("one voter"), err);
    }
    awaitBrokers(cluster.node(1).bootstrap(), ALL);
  }

  @Test
  @Order(7)
  void aVoterWithAnOlderCopyOfItselfIsRefused() throws IOException {
    TidepostProcess node = cluster.node(3);
    Path data = node.dataDirectory();
    Path older = home.resolve("older");
    Path newest = home.resolve("newest");
    node.stop();
    copyTree(data, older);
    node.start();
    for (String topic : List.of("since-1", "since-2", "since-3")) {
      try (Admin admin = new Clients(cluster.node(1).bootstrap()).admin()) {
        Clients.get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 2))).all());
      }
      Agreement.await(topic, cluster.node(1), node);
    }
    node.stop();
    Files.move(data, newest);
    Files.move(older, data);
    node.launch();
    node.launched().awaitExit(PATIENCE);
    String err = node.launched().err();
    assertTrue(err.contains("node 3 had acknowledged the metadata"), err);
    assertTrue(err.contains("the directory is an older copy"), err);
    deleteTree(data);
    Files.move(newest, data);
    node.start();
    awaitBrokers(node.bootstrap(), ALL);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
  }

  private static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var files = Files.walk(path)) {
      for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  @Order(7)
  void aNodeThatStopsTakesItsLeave() {
    cluster.node(2).stop();
    awaitBrokers(cluster.node(1).bootstrap(), Set.of(1, 3));
    cluster.node(2).start();
    awaitBrokers(cluster.node(1).bootstrap(), ALL);
  }

  private static KafkaFuture<TopicDescription> descriptionOf(Admin admin, String topic) {
    return Objects.requireNonNull(
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
  }
}
