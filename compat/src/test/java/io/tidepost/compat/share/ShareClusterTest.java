package io.tidepost.compat.share;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.TidepostCluster;
import io.tidepost.compat.support.Agreement;
import io.tidepost.compat.support.Clients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A queue on three nodes: the leader of a partition, the group's coordinator and whoever keeps the
/// state of the share partition are three different nodes for most of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShareClusterTest {
  private static final int NODES = 3;
  private static final int PARTITIONS = 9;

  private TidepostCluster cluster;
  private Clients clients;

  @BeforeAll
  void start(@TempDir Path home) {
    cluster =
        new TidepostCluster(
            home,
            NODES,
            Map.of(
                "default.replication.factor", "3",
                "min.insync.replicas", "2",
                "offsets.topic.num.partitions", "3",
                "share.coordinator.state.topic.num.partitions", "9",
                "group.share.record.lock.duration.ms", "600000",
                "group.share.max.record.lock.duration.ms", "600000",
                "group.share.min.record.lock.duration.ms", "1000",
                "group.share.heartbeat.interval.ms", "500",
                "group.share.min.heartbeat.interval.ms", "500"));
    cluster.start();
    clients = new Clients(cluster.bootstrap());
  }

  @AfterAll
  void end() {
    cluster.close();
  }

  private String topic(String name, Map<String, String> configs) {
    String created = Clients.unique(name);
    try (Admin admin = clients.admin()) {
      NewTopic topic = new NewTopic(created, PARTITIONS, (short) NODES).configs(configs);
      Clients.get(admin.createTopics(List.of(topic)).all());
    }
    Agreement.await(
        created,
        places -> places.stream().allMatch(place -> place.inSync().size() == NODES),
        cluster.node(1),
        cluster.node(2),
        cluster.node(3));
    return created;
  }

  private String group(String name, Map<String, String> configs) {
    String created = Clients.unique(name);
    List<AlterConfigOp> ops = new ArrayList<>();
    Map<String, String> all = new HashMap<>(configs);
    all.put("share.auto.offset.reset", "earliest");
    all.forEach((key, value) ->
        ops.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(new ConfigResource(ConfigResource.Type.GROUP, created), ops))
              .all());
    }
    return created;
  }

  private void write(String topic, int each) {
    write(topic, 0, each);
  }

  private static Set<String> values(int each) {
    return IntStream.range(0, PARTITIONS)
        .boxed()
        .flatMap(p -> IntStream.range(0, each).mapToObj(n -> p + "." + n))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Takes everything there is and says of each record what `type` says.
  private Set<String> work(
      String queue,
      String topic,
      int awaited,
      Function<ConsumerRecord<String, String>, AcknowledgeType> type) {
    Set<String> seen = new TreeSet<>();
    try (Worker worker = new Worker(cluster.bootstrap(), queue, topic, Map.of())) {
      await()
          .until(() -> {
            List<ConsumerRecord<String, String>> records = worker.poll(200);
            for (ConsumerRecord<String, String> record : records) {
              assertTrue(seen.add(record.value()), () -> record.value() + " came twice");
              worker.consumer().acknowledge(record, type.apply(record));
            }
            worker.commit();
            return seen.size() >= awaited;
          });
    }
    return seen;
  }

  private Map<TopicPartition, SharePartitionOffsetInfo> offsets(String queue) {
    try (Admin admin = clients.admin()) {
      return Clients.get(
          admin
              .listShareGroupOffsets(Map.of(queue, new ListShareGroupOffsetsSpec()))
              .partitionsToOffsetInfo(queue));
    }
  }

  @Test
  void everyPartitionIsServedWhoeverLeadsIt() {
    String topic = topic("work", Map.of());
    String queue = group("workers", Map.of());
    write(topic, 20);
    assertEquals(values(20), work(queue, topic, PARTITIONS * 20, record -> AcknowledgeType.ACCEPT));
    var offsets = offsets(queue);
    assertEquals(PARTITIONS, offsets.size());
    offsets.forEach((partition, info) -> {
      assertEquals(20, info.startOffset(), partition::toString);
      assertEquals(0, info.lag().orElseThrow(), partition::toString);
    });
  }

  @Test
  void offsetsSetByHandAreKnownToEveryLeader() {
    String topic = topic("again", Map.of());
    String queue = group("again", Map.of());
    write(topic, 5);
    work(queue, topic, PARTITIONS * 5, record -> AcknowledgeType.ACCEPT);
    Map<TopicPartition, Long> back = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      back.put(new TopicPartition(topic, partition), 2L);
    }
    try (Admin admin = clients.admin()) {
      Clients.get(admin.alterShareGroupOffsets(queue, back).all());
    }
    Set<String> expected = values(5);
    expected.removeIf(value -> value.endsWith(".0") || value.endsWith(".1"));
    assertEquals(expected, work(queue, topic, PARTITIONS * 3, record -> AcknowledgeType.ACCEPT));
    try (Admin admin = clients.admin()) {
      Clients.get(admin.deleteShareGroupOffsets(queue, Set.of(topic)).all());
      assertEquals(Map.of(), offsets(queue));
      assertEquals(values(5), work(queue, topic, PARTITIONS * 5, record -> AcknowledgeType.ACCEPT));
      Clients.get(admin.deleteShareGroups(List.of(queue)).all());
    }
  }

  @Test
  void deadLettersGetToPartitionsOfEveryLeader() {
    String topic = topic("poison", Map.of());
    String dead = topic("dlq.letters", Map.of("errors.deadletterqueue.group.enable", "true"));
    String queue =
        group(
            "poison",
            Map.of(
                "errors.deadletterqueue.topic.name",
                dead,
                "errors.deadletterqueue.copy.record.enable",
                "true"));
    write(topic, 2);
    work(
        queue,
        topic,
        PARTITIONS * 2,
        record -> record.value().endsWith(".1") ? AcknowledgeType.REJECT : AcknowledgeType.ACCEPT);
    await().until(() -> clients.readAll(dead).size() >= PARTITIONS);
    Set<String> expected = values(2);
    expected.removeIf(value -> value.endsWith(".0"));
    Set<String> letters = new HashSet<>();
    for (ConsumerRecord<String, String> letter : clients.readAll(dead)) {
      assertTrue(letter.value().startsWith(letter.partition() + "."), letter::toString);
      letters.add(letter.value());
    }
    assertEquals(expected, letters);
  }

  /// Every node is ended with SIGKILL and comes back, one after the other, while two workers work.
  @Test
  void everyRecordIsDoneThoughNodesAreKilled() throws InterruptedException {
    String topic = topic("killed", Map.of());
    String queue = group("killed", Map.of("share.record.lock.duration.ms", "2000"));
    Set<String> done = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          Thread.ofPlatform().name("worker " + i).start(() -> workOn(queue, topic, done, over)));
    }
    int each = 0;
    for (int id = 1; id <= NODES; id++) {
      write(topic, each, each + 20);
      each += 20;
      int awaited = PARTITIONS * each / 2;
      await().until(() -> done.size() >= awaited);
      cluster.node(id).kill();
      write(topic, each, each + 20);
      each += 20;
      cluster.node(id).start();
      Agreement.await(
          topic,
          places -> places.stream().allMatch(place -> place.inSync().size() == NODES),
          cluster.node(1),
          cluster.node(2),
          cluster.node(3));
    }
    Set<String> all = values(each);
    await()
        .untilAsserted(() -> {
          Set<String> missing = new TreeSet<>(all);
          missing.removeAll(done);
          assertEquals(Set.of(), missing);
          offsets(queue)
              .forEach((partition, info) ->
                  assertEquals(0, info.lag().orElseThrow(), partition::toString));
        });
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /// Each value says which it is of which partition.
  private void write(String topic, int from, int to) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int number = from; number < to; number++) {
          producer.send(new ProducerRecord<>(topic, partition, null, partition + "." + number));
        }
      }
    }
  }

  /// A record whose acknowledgement may not have been stored comes again, or was stored.
  private void workOn(String queue, String topic, Set<String> done, AtomicBoolean over) {
    try (Worker worker = new Worker(cluster.bootstrap(), queue, topic, Map.of())) {
      while (!over.get()) {
        List<ConsumerRecord<String, String>> records = worker.poll(200);
        worker.acknowledge(records, AcknowledgeType.ACCEPT);
        worker.consumer().commitSync();
        done.addAll(Clients.values(records));
      }
    }
  }
}
