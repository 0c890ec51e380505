package io.tidepost.compat.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Several log directories per node of a cluster (KIP-112, KIP-113, KIP-858).
@ExtendWith(Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterDirectoriesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final TopicPartition MOVED = new TopicPartition("moved", 0);
  private static final int RECORDS = 2_000;

  @TempDir static Path home;

  private static TidepostCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TidepostCluster(home, 3, 2, Map.of());
    cluster.start();
    try (Admin admin = admin()) {
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
      Clients.get(
          admin.createTopics(List.of(new NewTopic("moved", Map.of(0, List.of(1, 2, 3))))).all());
    }
    new Clients(cluster.bootstrap()).writeNumbers("moved", 0, 1, RECORDS);
    awaitAllInSync();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Admin admin() {
    return new Clients(cluster.bootstrap()).admin();
  }

  /// Where the replica of each node is, once no copy is under way.
  private static Map<Integer, String> places(Admin admin, Collection<Integer> nodes) {
    Map<Integer, String> places = new HashMap<>();
    Map<Integer, Map<String, LogDirDescription>> all =
        Clients.get(admin.describeLogDirs(nodes).allDescriptions());
    all.forEach((node, directories) ->
        directories.forEach((path, directory) -> {
          var replica = directory.replicaInfos().get(MOVED);
          if (replica != null) {
            places.merge(node, path, (one, other) -> one + " and " + other);
          }
        }));
    return places;
  }

  private static void awaitAllInSync() {
    Agreement.await(
        "moved",
        places -> places.getFirst().inSync().equals(Set.of(1, 2, 3)),
        cluster.node(1),
        cluster.node(2),
        cluster.node(3));
  }

  @Test
  @Order(1)
  void theToolMovesTheLeaderAndItsFollowersBetweenDisks(ApacheTools tools) throws IOException {
    try (Admin admin = admin()) {
      for (int disk = 1; disk <= 2; disk++) {
        Map<Integer, String> wanted = new HashMap<>();
        for (int node = 1; node <= 3; node++) {
          wanted.put(node, cluster.disk(node, disk).toString());
        }
        Path file =
            Files.writeString(
                home.resolve("move.json"),
                "{\"version\":1,\"partitions\":[{\"topic\":\"moved\",\"partition\":0,"
                    + "\"replicas\":[1,2,3],\"log_dirs\":["
                    + wanted.values().stream()
                        .map(path -> '"' + path + '"')
                        .collect(Collectors.joining(","))
                    + "]}]}");
        tools
            .run(
                "org.apache.kafka.tools.reassign.ReassignPartitionsCommand",
                "--bootstrap-server",
                cluster.bootstrap(),
                "--execute",
                "--reassignment-json-file",
                file.toString(),
                "--replica-alter-log-dirs-throttle",
                "100000000",
                "--timeout",
                "120000")
            .orThrow();
        await().atMost(PATIENCE).until(() -> places(admin, List.of(1, 2, 3)).equals(wanted));
        awaitAllInSync();
      }
    }
    assertEquals(RECORDS, new Clients(cluster.bootstrap()).readAll("moved").size());
  }

  @Test
  @Order(2)
  void aMoveWaitsForItsBound() {
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
    ConfigEntry nothing = new ConfigEntry("replica.alter.log.dirs.io.max.bytes.per.second", "0");
    try (Admin admin = admin()) {
      alter(admin, broker, new AlterConfigOp(nothing, AlterConfigOp.OpType.SET));
      // The controller has it; the move asks node 1, which follows.
      await()
          .atMost(PATIENCE)
          .until(() -> nothing.value().equals(valueAt(admin, broker, nothing.name())));
      Clients.get(
          admin
              .alterReplicaLogDirs(
                  Map.of(
                      new TopicPartitionReplica(MOVED.topic(), MOVED.partition(), 1),
                      cluster.disk(1, 1).toString()))
              .all());
      await()
          .atMost(PATIENCE)
          .until(() -> Clients.of(places(admin, List.of(1)), 1).contains(" and "));
      await()
          .atMost(PATIENCE)
          .during(Duration.ofSeconds(1))
          .until(() -> Clients.of(places(admin, List.of(1)), 1).contains(" and "));
      alter(admin, broker, new AlterConfigOp(nothing, AlterConfigOp.OpType.DELETE));
      await()
          .atMost(PATIENCE)
          .until(() -> places(admin, List.of(1)).equals(Map.of(1, cluster.disk(1, 1).toString())));
    }
    assertEquals(RECORDS, new Clients(cluster.bootstrap()).readAll("moved").size());
  }

  /// As the node that it belongs to has it, for that one is asked.
  private static String valueAt(Admin admin, ConfigResource broker, String name) {
    return Clients.of(Clients.get(admin.describeConfigs(List.of(broker)).all()), broker)
        .get(name)
        .value();
  }

  private static void alter(Admin admin, ConfigResource resource, AlterConfigOp change) {
    Clients.get(admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
  }

  /// The controller on another node has been told where the replica was; others have all of it.
  @Test
  @Order(3)
  void aReplicaOfALostDiskIsNamedAndMadeAnewFromTheOthers() throws IOException {
    try (Admin admin = admin()) {
      int leader = Clients.get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
      int other = leader == 3 ? 2 : 3;
      Path disk = cluster.disk(other, 2);
      assertEquals(disk.toString(), Clients.of(places(admin, List.of(other)), other));
      cluster.node(other).stop();
      Files.move(disk, disk.resolveSibling("lost"));
      Files.createDirectories(disk);
      cluster.node(other).start();
      awaitAllInSync();
      await()
          .atMost(PATIENCE)
          .until(() ->
              cluster
                  .node(other)
                  .launched()
                  .err()
                  .contains("in which the metadata has 1 partitions, is none of log.dirs"));
    }
    assertEquals(RECORDS, new Clients(cluster.bootstrap()).readAll("moved").size());
  }
}
