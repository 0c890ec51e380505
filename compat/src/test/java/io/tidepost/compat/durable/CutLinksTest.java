package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.Hosts;
import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Agreement.Place;
import io.tidepost.compat.support.Clients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes on hosts of their own, whose links are cut: wholly, in one direction only, between
/// two of them only. Writing goes on, and in the end everything acknowledged is there once, in
/// order. Needs the rights to make network namespaces; without them it is not carried out.
class CutLinksTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int NODES = 3;
  private static final int STEP = 200;

  @TempDir static Path home;

  private static Hosts hosts;
  private static TidepostCluster cluster;

  private String topic;
  private Load load;

  @BeforeAll
  static void start() {
    hosts = hosts();
    cluster = new TidepostCluster(home, NODES, hosts, Map.of());
    cluster.start();
  }

  private static Hosts hosts() {
    try {
      return Hosts.create(NODES);
    } catch (IOException | IllegalStateException e) {
      return Assumptions.abort("no network namespaces here: " + e.getMessage());
    }
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (hosts != null) {
      hosts.close();
    }
  }

  @BeforeEach
  void write() {
    topic = Clients.unique("cut");
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
      Clients.get(
          admin
              .createTopics(
                  List.of(
                      new NewTopic(topic, 1, (short) NODES)
                          .configs(Map.of("min.insync.replicas", "2"))))
              .all());
    }
    awaitAllInSync();
    load = new Load(cluster.bootstrap(), topic);
    load.awaitMore(STEP);
  }

  /// However the links were cut: once they are mended, everybody agrees, and nothing is missing.
  @AfterEach
  void everythingAcknowledgedIsThere() {
    hosts.mend();
    if (load == null) {
      return;
    }
    awaitAllInSync();
    load.awaitMore(STEP);
    load.close();
    assertEquals(null, load.failure());
    awaitAllInSync();
    assertEquals(
        List.of(), load.history().violations(new Clients(cluster.bootstrap()).readAll(topic)));
  }

  private Place awaitAllInSync() {
    return awaitInSync(Set.of(1, 2, 3), 1, 2, 3);
  }

  private Place awaitInSync(Set<Integer> inSync, int... asked) {
    return Agreement.await(
            topic,
            places -> Set.copyOf(places.getFirst().inSync()).equals(inSync),
            Arrays.stream(asked).mapToObj(cluster::node).toArray(TidepostProcess[]::new))
        .getFirst();
  }

  private static int activeController(int asked) {
    try (Admin admin = new Clients(cluster.node(asked).bootstrap()).admin()) {
      return admin.describeMetadataQuorum().quorumInfo().get().leaderId();
    } catch (ExecutionException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int[] others(int node) {
    return IntStream.rangeClosed(1, NODES).filter(id -> id != node).toArray();
  }

  @Test
  void aLeaderThatNobodyReachesIsReplaced() {
    int leader = awaitAllInSync().leader();
    int[] left = others(leader);
    hosts.isolate(leader);
    Place after = awaitInSync(Set.of(left[0], left[1]), left);
    assertNotEquals(leader, after.leader());
    load.awaitMore(STEP);
  }

  /// Whichever of the two the active controller does not hear either, if it is one of them.
  @Test
  void aLeaderAndAFollowerThatCannotReachEachOtherHoldNobodyUp() {
    int leader = awaitAllInSync().leader();
    int follower = others(leader)[0];
    int third = others(leader)[1];
    hosts.cut(leader, follower);
    hosts.cut(follower, leader);
    load.awaitMore(STEP);
    Place place =
        Agreement.await(
                topic, places -> places.getFirst().inSync().size() == 2, cluster.node(third))
            .getFirst();
    assertTrue(place.inSync().contains(third), place.toString());
  }

  @Test
  void whoIsHeardOfButHearsNothingDoesNotStopTheOthers() {
    int deaf = awaitAllInSync().leader();
    for (int other : others(deaf)) {
      hosts.cut(other, deaf);
    }
    load.awaitMore(STEP);
  }

  @Test
  void anActiveControllerThatTheOthersDoNotHearIsReplaced() {
    int active = activeController(1);
    int[] left = others(active);
    for (int other : left) {
      hosts.cut(active, other);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> {
          int now = activeController(left[0]);
          return now > 0 && now != active;
        });
    load.awaitMore(STEP);
  }
}
