package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.server.TidepostProcess;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Agreement.Place;
import io.tidepost.compat.support.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three processes replicate, and what was acknowledged survives whatever happens to one of them.
class ReplicatedTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int STEP = 200;

  @TempDir static Path home;

  private static TidepostCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        new TidepostCluster(
            home,
            3,
            Map.of(
                "replica.selector.class",
                "org.apache.kafka.common.replica.RackAwareReplicaSelector"));
    cluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static void create(Admin admin, String topic, int replicas, int inSyncMin) {
    Clients.get(
        admin
            .createTopics(
                List.of(
                    new NewTopic(topic, 1, (short) replicas)
                        .configs(Map.of("min.insync.replicas", Integer.toString(inSyncMin)))))
            .all());
  }

  /// What the running nodes say, once they agree: one that was started a moment ago begins with
  /// what it knew when it went.
  private static Place awaitInSync(String topic, int count, int... running) {
    return Agreement.await(
            topic,
            places -> places.getFirst().inSync().size() == count,
            Arrays.stream(running).mapToObj(cluster::node).toArray(TidepostProcess[]::new))
        .getFirst();
  }

  private static Place awaitAllInSync(String topic) {
    return awaitInSync(topic, 3, 1, 2, 3);
  }

  private static int follower(Place place) {
    return place.inSync().stream().filter(id -> id != place.leader()).findFirst().orElseThrow();
  }

  private static void signal(int node, String signal) throws Exception {
    long pid = cluster.node(node).pid();
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor());
  }

  @Test
  void nothingIsLostDoubledOrReorderedWhileNodesDieAndStop() throws Exception {
    String topic = Clients.unique("replicated");
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
      create(admin, topic, 3, 2);
    }
    awaitAllInSync(topic);
    Load load = new Load(cluster.bootstrap(), topic);
    try (load) {
      load.awaitMore(STEP);
      int leader = awaitAllInSync(topic).leader();
      cluster.node(leader).kill();
      load.awaitMore(STEP);
      cluster.node(leader).start();
      int follower = follower(awaitAllInSync(topic));
      cluster.node(follower).kill();
      load.awaitMore(STEP);
      cluster.node(follower).start();
      int paused = awaitAllInSync(topic).leader();
      signal(paused, "STOP");
      load.awaitMore(STEP);
      signal(paused, "CONT");
      awaitAllInSync(topic);
      for (int id = 1; id <= 3; id++) {
        cluster.node(id).kill();
      }
      for (int id = 1; id <= 3; id++) {
        cluster.node(id).launch();
      }
      for (int id = 1; id <= 3; id++) {
        cluster.node(id).awaitReady();
      }
      load.awaitMore(STEP);
    }
    assertEquals(null, load.failure());
    assertTrue(load.history().size() >= 5 * STEP);
    awaitAllInSync(topic);
    List<ConsumerRecord<String, String>> read = new Clients(cluster.bootstrap()).readAll(topic);
    assertEquals(List.of(), load.history().violations(read));
  }

  /// As an administrator moves leaders about who takes a node into maintenance, or balances.
  @Test
  void aProducerDoesNotNoticeThatTheLeaderIsMoved() throws Exception {
    String topic = Clients.unique("moved");
    TopicPartition partition = new TopicPartition(topic, 0);
    Load load;
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
      create(admin, topic, 3, 2);
      List<Integer> order = new ArrayList<>(awaitAllInSync(topic).replicas());
      load = new Load(cluster.bootstrap(), topic);
      try (load) {
        for (int move = 0; move < 6; move++) {
          load.awaitMore(STEP);
          Collections.rotate(order, 1);
          Clients.get(
              admin
                  .alterPartitionReassignments(
                      Map.of(partition, Optional.of(new NewPartitionReassignment(order))))
                  .all());
          awaitPlace(topic, place -> place.replicas().equals(order));
          // Nodes look after that by themselves as well.
          Clients.get(admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).partitions());
          awaitPlace(topic, place -> place.leader() == order.getFirst());
        }
        load.awaitMore(STEP);
      }
    }
    assertEquals(null, load.failure());
    List<ConsumerRecord<String, String>> read = new Clients(cluster.bootstrap()).readAll(topic);
    assertEquals(List.of(), load.history().violations(read));
  }

  private static void awaitPlace(String topic, Predicate<Place> condition) {
    Agreement.await(
        topic,
        places -> condition.test(places.getFirst()),
        IntStream.rangeClosed(1, 3).mapToObj(cluster::node).toArray(TidepostProcess[]::new));
  }

  @Test
  void acksAllIsRefusedWithTooFewReplicasAndGoesOnWhenTheyAreBack() throws Exception {
    String topic = Clients.unique("two");
    int down;
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
      create(admin, topic, 2, 2);
      down = follower(awaitInSync(topic, 2, 1, 2, 3));
    }
    new Clients(cluster.bootstrap()).writeNumbers(topic, 0, 0, 9);
    cluster.node(down).kill();
    // The leader knows it too, and refuses at once.
    awaitInSync(topic, 1, down % 3 + 1, (down + 1) % 3 + 1);
    try (Producer<String, String> hasty =
        new Clients(cluster.bootstrap())
            .producer(Map.of("retries", 0, "enable.idempotence", false))) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> hasty.send(new ProducerRecord<>(topic, 0, null, "refused")).get());
      assertInstanceOf(NotEnoughReplicasException.class, refused.getCause());
    }
    cluster.node(down).start();
    awaitInSync(topic, 2, 1, 2, 3);
    new Clients(cluster.bootstrap()).writeNumbers(topic, 0, 10, 19);
    List<String> values =
        new Clients(cluster.bootstrap())
            .readAll(topic).stream().map(ConsumerRecord::value).toList();
    assertEquals(
        java.util.stream.IntStream.range(0, 20).mapToObj(Integer::toString).toList(), values);
  }

  @Test
  void consumersReadFromTheReplicaInTheirRack() {
    String topic = Clients.unique("near");
    int near;
    try (Admin admin = new Clients(cluster.bootstrap()).admin()) {
      create(admin, topic, 3, 1);
      int leader = awaitAllInSync(topic).leader();
      near = leader % 3 + 1;
    }
    new Clients(cluster.bootstrap()).writeNumbers(topic, 0, 0, 99);
    try (Consumer<String, String> consumer =
        new Clients(cluster.bootstrap()).consumer(Map.of("client.rack", "rack-" + near))) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      int[] count = {0};
      await()
          .atMost(PATIENCE)
          .until(() -> {
            count[0] += consumer.poll(Duration.ofMillis(200)).count();
            return count[0] >= 100;
          });
      assertEquals(100, count[0]);
      double bytes = 0;
      for (Map.Entry<MetricName, ? extends Metric> entry : consumer.metrics().entrySet()) {
        MetricName name = entry.getKey();
        if (name.name().equals("incoming-byte-total")
            && ("node-" + near).equals(name.tags().get("node-id"))) {
          bytes = (Double) entry.getValue().metricValue();
        }
      }
      assertTrue(bytes > 500, "read " + bytes + " bytes from node " + near);
    }
  }
}
