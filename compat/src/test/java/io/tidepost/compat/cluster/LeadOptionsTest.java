package io.tidepost.compat.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Agreement.Place;
import io.tidepost.compat.support.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Options that say when a partition gets another leader: `auto.leader.rebalance.enable` is off,
/// `controlled.shutdown.enable` is off at node 3, and partitions without a leader are looked at
/// every second (`unclean.leader.election.interval.ms`).
class LeadOptionsTest {
  /// Several times the interval of a check.
  private static final Duration STILL = Duration.ofSeconds(5);

  private static final String WITHOUT_LEAVE = "goes without the controller's leave";

  @TempDir static Path home;

  private static TidepostCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        new TidepostCluster(
            home,
            3,
            1,
            id ->
                Map.of(
                    "auto.leader.rebalance.enable", "false",
                    "leader.imbalance.check.interval.seconds", "1",
                    "unclean.leader.election.interval.ms", "1000",
                    "controlled.shutdown.enable", Boolean.toString(id != 3)));
    cluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Admin admin() {
    return new Clients(cluster.bootstrap()).admin();
  }

  /// A topic of one partition on these nodes.
  private static String topic(String name, Integer... nodes) {
    try (Admin admin = admin()) {
      await()
          .ignoreExceptions()
          .until(() -> Clients.get(admin.describeCluster().nodes()).size() == 3);
      var topic = new NewTopic(name, Map.of(0, List.of(nodes)));
      Clients.get(admin.createTopics(List.of(topic)).all());
    }
    agree(name, place -> place.inSync().equals(Set.of(nodes)));
    return name;
  }

  private static void agree(String topic, Predicate<Place> wanted) {
    Agreement.await(
        topic,
        places -> wanted.test(places.getFirst()),
        cluster.node(1),
        cluster.node(2),
        cluster.node(3));
  }

  @Test
  void aPreferredReplicaDoesNotLeadAgainByItselfWhereThatIsSwitchedOff() {
    String topic = topic("left", 2, 1);
    cluster.node(2).stop();
    cluster.node(2).start();
    agree(topic, place -> place.leader() == 1 && place.inSync().equals(Set.of(1, 2)));
    try (Admin admin = admin()) {
      await().during(STILL).until(() -> leader(admin, topic) == 1);
    }
  }

  @Test
  void anUncleanElectionTakesPlaceOnceItIsAllowed() {
    String topic = topic("lost", 3, 2);
    cluster.node(2).kill();
    Clients clients = new Clients(cluster.bootstrap());
    clients.writeNumbers(topic, 0, 1, 10);
    cluster.node(3).stop();
    cluster.node(2).start();
    try (Admin admin = new Clients(cluster.node(2).bootstrap()).admin()) {
      await().until(() -> leader(admin, topic) == Node.noNode().id());
      var allowed =
          new AlterConfigOp(
              new ConfigEntry("unclean.leader.election.enable", "true"), AlterConfigOp.OpType.SET);
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      Clients.get(admin.incrementalAlterConfigs(Map.of(resource, List.of(allowed))).all());
      await().until(() -> leader(admin, topic) == 2);
    }
    cluster.node(3).start();
    clients.writeNumbers(topic, 0, 11, 12);
    agree(topic, place -> place.leader() == 2 && place.inSync().equals(Set.of(2, 3)));
    assertEquals(
        List.of("11", "12"),
        Clients.values(clients.readAll(topic)),
        "what only the lost leader had is lost, at itself too");
  }

  /// Where no controller can give its leave, a broker that wants it waits for a while, and says so
  /// at its end.
  @Test
  @Tag("soak")
  void aBrokerAsksForItsLeaveUnlessThatIsSwitchedOff() {
    assertTrue(lastWordsOf(2).contains(WITHOUT_LEAVE));
    assertFalse(lastWordsOf(3).contains(WITHOUT_LEAVE));
  }

  /// Stops a node while the others are away, and starts all of them again.
  private static String lastWordsOf(int id) {
    for (int other = 1; other <= 3; other++) {
      if (other != id) {
        cluster.node(other).kill();
      }
    }
    ChildProcess process = cluster.node(id).launched();
    cluster.node(id).stop();
    String words = process.err() + process.out();
    cluster.start();
    return words;
  }

  /// Id of the partition's leader as this node says, -1 when it has none, -2 when it cannot say.
  private static int leader(Admin admin, String topic) {
    try {
      Node leader =
          Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
              .partitions()
              .getFirst()
              .leader();
      return leader == null ? Node.noNode().id() : leader.id();
    } catch (AssertionError notNow) {
      return -2;
    }
  }
}
