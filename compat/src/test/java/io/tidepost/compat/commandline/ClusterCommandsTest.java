package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Agreement.Place;
import io.tidepost.compat.support.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// `tidepost cluster …` against three nodes.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterCommandsTest {

  private static final ConfigResource CROWDED =
      new ConfigResource(ConfigResource.Type.TOPIC, "crowded");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// More than one fetch brings of a partition.
  private static final int RECORDS = 6 * 15;

  @TempDir static Path home;

  private static TidepostCluster cluster;
  private static Tidepost tidepost;
  private static Set<Integer> running = Set.of(1, 2, 3);

  @BeforeAll
  static void start() {
    cluster = new TidepostCluster(home, 3, Map.of());
    cluster.start();
    tidepost = new Tidepost(home, cluster.bootstrap());
    try (Admin admin = admin()) {
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
      // Everything on nodes 1 and 2, and led by node 1.
      Map<Integer, List<Integer>> placed = new TreeMap<>();
      for (int i = 0; i < 6; i++) {
        placed.put(i, List.of(1, 2));
      }
      Clients.get(admin.createTopics(List.of(new NewTopic("crowded", placed))).all());
    }
    List<Future<?>> sent = new ArrayList<>();
    try (Producer<byte[], byte[]> producer =
        new Clients(cluster.bootstrap())
            .producer(
                Map.of("batch.size", 1), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        sent.add(producer.send(new ProducerRecord<>("crowded", i % 6, null, new byte[100_000])));
      }
      sent.forEach(Clients::get);
    }
    crowded(places -> places.stream().allMatch(place -> place.leader() == 1));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Admin admin() {
    return new Clients(cluster.bootstrap()).admin();
  }

  /// What the nodes that run say of the topic, once `wanted` holds and they agree: a command
  /// returns when the controller is done.
  private static List<Place> crowded(Predicate<List<Place>> wanted) {
    return Agreement.await(
        "crowded", wanted, running.stream().map(cluster::node).toArray(TidepostProcess[]::new));
  }

  private static List<List<Integer>> replicas() {
    return replicas(crowded(_ -> true));
  }

  private static List<List<Integer>> replicas(List<Place> places) {
    return places.stream().map(Place::replicas).toList();
  }

  private static void awaitNoThrottle(Admin admin) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertFalse(
                Clients.get(admin.describeConfigs(List.of(CROWDED)).all()).values().stream()
                    .flatMap(config -> config.entries().stream())
                    .anyMatch(
                        entry -> entry.name().contains("throttled") && !entry.value().isEmpty())));
  }

  private static ChildProcess ended(String... arguments) {
    ChildProcess process = tidepost.start(null, arguments);
    process.awaitExit(PATIENCE);
    return process;
  }

  @Test
  @Order(1)
  void nodesAndQuorumAreShown() {
    String nodes = tidepost.run(null, "cluster", "nodes", "-o", "json");
    assertTrue(nodes.contains("\"state\" : \"active\""), nodes);
    assertTrue(nodes.contains("\"leaders\" : 6"), nodes);
    String quorum = tidepost.run(null, "cluster", "quorum");
    assertEquals(2, quorum.lines().filter(line -> line.matches("\\s*\\d+ +voter .*")).count());
    assertEquals(1, quorum.lines().filter(line -> line.matches("\\s*\\d+ +leader .*")).count());
    assertTrue(tidepost.run(null, "cluster", "partitions").startsWith("TOPIC"));
  }

  @Test
  @Order(2)
  void leadersAreElected() {
    try (Admin admin = admin()) {
      Clients.get(
          admin.createTopics(List.of(new NewTopic("elected", Map.of(0, List.of(2, 3))))).all());
      elected(place -> place.leader() == 2 && place.inSync().size() == 2);
      Clients.get(
          admin
              .alterPartitionReassignments(
                  Map.of(
                      new TopicPartition("elected", 0),
                      Optional.of(new NewPartitionReassignment(List.of(3, 2)))))
              .all());
      elected(place -> place.replicas().equals(List.of(3, 2)));
      String done = tidepost.run(null, "cluster", "elect-leaders", "elected-0", "-o", "json");
      assertTrue(done.contains("\"elected\" : true"), done);
      elected(place -> place.leader() == 3);
      String again = tidepost.run(null, "cluster", "elect-leaders", "elected", "-o", "json");
      assertTrue(again.contains("\"elected\" : false"), again);
      assertTrue(again.contains("its first replica leads already"), again);
      String all = tidepost.run(null, "cluster", "elect-leaders", "-o", "json");
      assertEquals("[ ]", all.strip());
      try (ChildProcess nobody = ended("cluster", "elect-leaders", "elected-x")) {
        assertTrue(nobody.err().contains("there is no topic or partition 'elected-x'"));
      }
      try (ChildProcess careless = ended("cluster", "elect-leaders", "--unclean")) {
        assertTrue(careless.err().contains("--unclean loses records"), careless::describe);
      }
      Clients.get(admin.deleteTopics(List.of("elected")).all());
    }
  }

  private static void elected(Predicate<Place> condition) {
    Agreement.await(
        "elected",
        places -> condition.test(places.getFirst()),
        running.stream().map(cluster::node).toArray(TidepostProcess[]::new));
  }

  @Test
  @Order(3)
  void aPlanIsRunAndTakenBack() {
    try (Admin admin = admin()) {
      List<List<Integer>> before = replicas();
      String plan = tidepost.run(null, "cluster", "rebalance", "plan", "--save", "plan.json");
      assertTrue(plan.contains("disk: broker"), plan);
      assertEquals(before, replicas(), "a plan changes nothing");
      tidepost.run(null, "cluster", "rebalance", "run", "plan.json", "--throttle", "1G");
      crowded(places -> places.stream().anyMatch(place -> place.replicas().contains(3)));
      crowded(places -> places.stream().map(Place::leader).distinct().count() > 1);
      awaitNoThrottle(admin);
      // As a run leaves it that is killed when its last batch is on the way.
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      CROWDED,
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("follower.replication.throttled.replicas", "*"),
                              AlterConfigOp.OpType.SET))))
              .all());
      String again = tidepost.run(null, "cluster", "rebalance", "run", "plan.json", "-o", "json");
      assertTrue(again.contains("\"changed\" : 0"), again);
      awaitNoThrottle(admin);
      tidepost.run(null, "cluster", "rebalance", "reverse", "plan.json", "--throttle", "none");
      crowded(places -> replicas(places).equals(before));
    }
    assertEquals(RECORDS, new Clients(cluster.bootstrap()).readAll("crowded").size());
  }

  @Test
  @Order(4)
  void aNodeInMaintenanceLeadsNothing() {
    tidepost.run(null, "cluster", "maintenance", "begin", "1");
    crowded(places -> places.stream().noneMatch(place -> place.leader() == 1));
    tidepost.run(null, "cluster", "maintenance", "end", "1");
    crowded(places -> places.stream().anyMatch(place -> place.leader() == 1));
  }

  @Test
  @Order(5)
  void aNodeIsDrained() {
    tidepost.run(null, "cluster", "drain", "2", "--throttle", "1G");
    crowded(places -> replicas(places).stream().noneMatch(ids -> ids.contains(2)));
    assertEquals(RECORDS, new Clients(cluster.bootstrap()).readAll("crowded").size());
    try (ChildProcess unknown = ended("cluster", "drain", "9")) {
      assertTrue(unknown.err().contains("there is no broker 9"), unknown.err());
    }
  }

  @Test
  @Order(6)
  void aRunIsStoppedElsewhere() {
    try (Admin admin = admin()) {
      List<List<Integer>> before = replicas();
      tidepost.run(null, "cluster", "drain", "3", "--dry-run", "--save", "away.json");
      // What would have to be copied to a node that is down is under way until it comes back.
      cluster.node(2).kill();
      running = Set.of(1, 3);
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 2);
      try (ChildProcess run = tidepost.start(null, "cluster", "rebalance", "run", "away.json")) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> !Clients.get(admin.listPartitionReassignments().reassignments()).isEmpty());
        tidepost.run(null, "cluster", "rebalance", "stop");
        assertNotEquals(0, run.awaitExit(PATIENCE), run::describe);
        assertTrue(run.err().contains("was stopped"), run.err());
      }
      List<Set<Integer>> sets = before.stream().map(Set::copyOf).toList();
      crowded(places -> replicas(places).stream().map(Set::copyOf).toList().equals(sets));
    }
  }

  @Test
  @Order(7)
  void aSecondNodeHadBetterNotBeRestarted() {
    // Node 2 is still down.
    await()
        .atMost(PATIENCE)
        .until(() -> {
          try (ChildProcess nodes = ended("cluster", "nodes")) {
            return nodes.out().contains("fenced");
          }
        });
    try (ChildProcess no = ended("cluster", "rolling-check", "1")) {
      assertTrue(no.out().contains("voters on the metadata"), no.describe());
      assertEquals(1, no.awaitExit(PATIENCE));
    }
    cluster.node(2).start();
    await()
        .atMost(PATIENCE)
        .until(() -> {
          try (ChildProcess yes = ended("cluster", "rolling-check", "1")) {
            return yes.awaitExit(PATIENCE) == 0;
          }
        });
  }

  /// Leaders and replicas move, and a node is paused by a command of the user's.
  @Test
  @Order(8)
  void faultsOfEveryKindLoseNothing() {
    long pid = cluster.node(3).pid();
    String report =
        tidepost.run(
            null,
            "chaos",
            "--replication-factor=3",
            "--hold=2s",
            "--pause=1s",
            "--rate=500",
            "--size=100",
            "--patience=2m",
            "--fault=pause=kill -STOP " + pid,
            "--mend=pause=kill -CONT " + pid);
    for (String fault : List.of("leaders", "replicas", "settings", "pause")) {
      assertTrue(report.lines().anyMatch(line -> line.startsWith(fault)), report);
    }
    assertTrue(report.contains("Everything that was acknowledged was read back"), report);
  }
}
