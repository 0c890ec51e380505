package io.tidepost.compat.share;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a queue promises: every record to one worker at a time, again when it was not done, aside
/// when it cannot be done.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShareConsumersTest {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "offsets.topic.num.partitions", "3",
          "share.coordinator.state.topic.num.partitions", "3",
          "group.initial.rebalance.delay.ms", "0",
          // Nobody loses what it has to a machine that pauses, except where a test wants it.
          "group.share.record.lock.duration.ms", "600000",
          "group.share.max.record.lock.duration.ms", "600000",
          "group.share.min.record.lock.duration.ms", "1000",
          "group.share.heartbeat.interval.ms", "500",
          "group.share.min.heartbeat.interval.ms", "500");

  private final ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("share-consumers"), OPTIONS);
  private Clients clients;

  @BeforeAll
  void start() {
    server.start();
    clients = new Clients(server);
  }

  @AfterAll
  void end() {
    server.close();
  }

  private String group(String name, Map<String, String> configs) {
    String created = Clients.unique(name);
    Map<String, String> all = new HashMap<>(Map.of("share.auto.offset.reset", "earliest"));
    all.putAll(configs);
    configure(created, all);
    return created;
  }

  private void configure(String group, Map<String, String> configs) {
    List<AlterConfigOp> ops = new ArrayList<>();
    configs.forEach((key, value) ->
        ops.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), ops))
              .all());
    }
  }

  private static Set<String> values(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::value).collect(Collectors.toSet());
  }

  @Test
  void fiveWorkersOnOnePartitionEachGetSome() throws InterruptedException {
    String topic = clients.topic("work", 1);
    String queue = group("five", Map.of());
    clients.writeNumbers(topic, 0, 1, 5000);
    Map<String, Integer> deliveries = new ConcurrentHashMap<>();
    Map<Integer, Integer> shares = new ConcurrentHashMap<>();
    CountDownLatch everybodyHasSome = new CountDownLatch(5);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                Map<String, Object> options =
                    Map.of("max.poll.records", 100, "share.acquire.mode", "record_limit");
                try (Worker worker = new Worker(server, queue, topic, options)) {
                  long deadline = System.nanoTime() + 3 * Clients.LIMIT.toNanos();
                  while (deliveries.size() < 5000 && System.nanoTime() < deadline) {
                    List<ConsumerRecord<String, String>> records = worker.poll(200);
                    for (ConsumerRecord<String, String> record : records) {
                      deliveries.merge(record.value(), 1, Integer::sum);
                    }
                    assertTrue(records.size() <= 100, "more than asked for");
                    if (!records.isEmpty() && shares.merge(number, 1, Integer::sum) == 1) {
                      everybodyHasSome.countDown();
                      everybodyHasSome.await(Clients.LIMIT.toSeconds(), TimeUnit.SECONDS);
                    }
                    worker.acknowledge(records, AcknowledgeType.ACCEPT);
                    worker.commit();
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(5000, deliveries.size());
    assertTrue(deliveries.values().stream().allMatch(count -> count == 1), "delivered twice");
    assertEquals(5, shares.size(), shares::toString);
  }

  @Test
  void theFourAnswers() {
    String topic = clients.topic("answers", 1);
    String queue = group("answers", Map.of());
    clients.writeNumbers(topic, 0, 1, 4);
    try (Worker worker = new Worker(server, queue, topic)) {
      List<ConsumerRecord<String, String>> records = worker.next();
      assertEquals(4, records.size());
      assertEquals((short) 1, records.get(0).deliveryCount().orElseThrow());
      worker.consumer().acknowledge(records.get(0), AcknowledgeType.ACCEPT);
      worker.consumer().acknowledge(records.get(1), AcknowledgeType.RELEASE);
      worker.consumer().acknowledge(records.get(2), AcknowledgeType.REJECT);
      worker.consumer().acknowledge(records.get(3), AcknowledgeType.RENEW);
      worker.commit();
      Map<String, Short> again = new HashMap<>();
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            List<ConsumerRecord<String, String>> more = worker.poll(500);
            more.forEach(record -> again.put(record.value(), record.deliveryCount().orElseThrow()));
            worker.acknowledge(more, AcknowledgeType.ACCEPT);
            worker.commit();
            return again.size() >= 2;
          });
      assertEquals(Map.of("2", (short) 2, "4", (short) 1), again);
      assertTrue(worker.poll(500).stream().noneMatch(record -> record.value().equals("3")));
    }
  }

  @Test
  void aStalledWorkersRecordsComeAgain() {
    String topic = clients.topic("stalled", 1);
    String queue = group("stalled", Map.of("share.record.lock.duration.ms", "1000"));
    clients.writeNumbers(topic, 0, 1, 10);
    try (Worker stalled = new Worker(server, queue, topic);
        Worker other = new Worker(server, queue, topic)) {
      assertEquals(10, stalled.next().size());
      // The other one has its time.
      configure(queue, Map.of("share.record.lock.duration.ms", "600000"));
      List<ConsumerRecord<String, String>> taken = new ArrayList<>();
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            taken.addAll(other.poll(500));
            return taken.size() >= 10;
          });
      assertEquals(Set.copyOf(Clients.numbers(1, 10)), values(taken));
      assertTrue(taken.stream().allMatch(record -> record.deliveryCount().orElseThrow() == 2));
      other.acknowledge(taken, AcknowledgeType.ACCEPT);
      other.commit();
    }
  }

  @Test
  void aWorkerThatDiesLosesNothing() {
    String topic = clients.topic("dies", 1);
    String queue = group("dies", Map.of());
    clients.writeNumbers(topic, 0, 1, 10);
    try (Worker leaving = new Worker(server, queue, topic)) {
      assertEquals(10, leaving.next().size());
    }
    try (Worker other = new Worker(server, queue, topic)) {
      assertEquals(10, other.next().size());
    }
  }

  @Test
  void whatCannotBeDoneGoesToTheDeadLetterTopic() {
    String topic = clients.topic("poison", 1);
    String dead = "dlq." + Clients.unique("letters");
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .createTopics(
                  List.of(
                      new NewTopic(dead, 1, (short) 1)
                          .configs(Map.of("errors.deadletterqueue.group.enable", "true"))))
              .all());
    }
    String queue =
        group(
            "poison",
            Map.of(
                "share.delivery.count.limit",
                "2",
                "errors.deadletterqueue.topic.name",
                dead,
                "errors.deadletterqueue.copy.record.enable",
                "true"));
    clients.writeNumbers(topic, 0, 1, 3);
    try (Worker worker = new Worker(server, queue, topic)) {
      List<ConsumerRecord<String, String>> first = worker.next();
      worker.consumer().acknowledge(first.get(0), AcknowledgeType.ACCEPT);
      worker.consumer().acknowledge(first.get(1), AcknowledgeType.REJECT);
      worker.consumer().acknowledge(first.get(2), AcknowledgeType.RELEASE);
      worker.commit();
      await().until(() -> clients.readAll(dead).size() == 1);
      List<ConsumerRecord<String, String>> second = worker.next();
      assertEquals(Set.of("3"), values(second));
      worker.acknowledge(second, AcknowledgeType.RELEASE);
      worker.commit();
      await().atMost(Clients.LIMIT).until(() -> clients.readAll(dead).size() == 2);
      assertTrue(worker.poll(500).isEmpty());
    }
    List<ConsumerRecord<String, String>> letters = clients.readAll(dead);
    assertEquals(Set.of("2", "3"), values(letters));
    Map<String, String> headers = new HashMap<>();
    for (Header header : letters.get(0).headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    assertEquals(
        Map.of(
            "__dlq.errors.topic", topic,
            "__dlq.errors.partition", "0",
            "__dlq.errors.offset", "1",
            "__dlq.errors.group", queue,
            "__dlq.errors.delivery.count", "1",
            "__dlq.errors.message", "Offset rejected by client."),
        headers);
  }

  @Test
  void abortedRecordsAreNotDeliveredToWhoWantsCommittedOnes() {
    String topic = clients.topic("transactional", 1);
    String queue = group("committed", Map.of("share.isolation.level", "read_committed"));
    try (Producer<String, String> producer =
        clients.producer(Map.of("transactional.id", Clients.unique("transactional")))) {
      producer.initTransactions();
      for (int round = 0; round < 4; round++) {
        producer.beginTransaction();
        for (int i = 0; i < 5; i++) {
          producer.send(new ProducerRecord<>(topic, 0, null, round + "." + i));
        }
        if (round % 2 == 0) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
    Set<String> seen = new HashSet<>();
    try (Worker worker = new Worker(server, queue, topic)) {
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            List<ConsumerRecord<String, String>> records = worker.poll(500);
            seen.addAll(values(records));
            worker.acknowledge(records, AcknowledgeType.ACCEPT);
            worker.commit();
            return seen.size() >= 10;
          });
      assertTrue(worker.poll(500).isEmpty());
    }
    assertTrue(
        seen.stream().allMatch(v -> v.startsWith("1.") || v.startsWith("3.")), seen::toString);
  }

  @Test
  void aQueueAndTwoGroupsReadTheSameTopic() {
    String topic = clients.topic("events", 2);
    String queue = group("both", Map.of());
    clients.writeNumbers(topic, 0, 1, 50);
    clients.writeNumbers(topic, 1, 51, 100);
    Set<String> queued = new HashSet<>();
    try (Worker worker = new Worker(server, queue, topic);
        Consumer<String, String> one = clients.member(Clients.unique("one"), Map.of());
        Consumer<String, String> two = clients.member(Clients.unique("two"), Map.of())) {
      one.subscribe(List.of(topic));
      two.subscribe(List.of(topic));
      Set<String> first = new HashSet<>();
      Set<String> second = new HashSet<>();
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            List<ConsumerRecord<String, String>> records = worker.poll(100);
            worker.acknowledge(records, AcknowledgeType.ACCEPT);
            queued.addAll(values(records));
            one.poll(Duration.ofMillis(100)).forEach(record -> first.add(record.value()));
            two.poll(Duration.ofMillis(100)).forEach(record -> second.add(record.value()));
            return queued.size() == 100 && first.size() == 100 && second.size() == 100;
          });
      worker.commit();
    }
    assertFalse(queued.isEmpty());
  }
}
