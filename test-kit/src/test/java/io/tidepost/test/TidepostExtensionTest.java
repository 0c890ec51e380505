package io.tidepost.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Three brokers in this process, and what happens to one of them.
class TidepostExtensionTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final long LOADED_NANOS = System.nanoTime();

  @RegisterExtension
  static final TidepostExtension kafka =
      TidepostExtension.builder()
          .nodes(3)
          .topic("orders", 1)
          .topic("paused", 1)
          .topic("lonely", 1)
          .option("min.insync.replicas", "2")
          .build();

  @BeforeAll
  static void say() {
    System.out.println(
        "three nodes, three topics: " + (System.nanoTime() - LOADED_NANOS) / 1_000_000 + " ms");
  }

  private static List<String> values(String topic, int count) {
    return kafka.cluster().records(topic, count).stream().map(ConsumerRecord::value).toList();
  }

  @Test
  void aKilledLeaderIsReplacedAndComesBack(Tidepost cluster) throws Exception {
    assertSame(kafka.cluster(), cluster);
    TidepostNode leader = cluster.leader("orders", 0);
    try (KafkaProducer<String, String> producer = cluster.producer()) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>("orders", "before-" + i)).get();
      }
      leader.kill();
      await().atMost(LIMIT).until(() -> leads("orders"), node -> node != leader.id());
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>("orders", "after-" + i)).get();
      }
    }
    List<String> expected =
        IntStream.range(0, 20).mapToObj(i -> (i < 10 ? "before-" : "after-") + i % 10).toList();
    assertEquals(expected, values("orders", 20));
    leader.start();
    awaitInSync("orders");
  }

  private static int leads(String topic) {
    try {
      return kafka.cluster().leader(topic, 0).id();
    } catch (IllegalStateException e) {
      return -1; // between two leaders
    }
  }

  private static void awaitInSync(String topic) {
    try (var admin = kafka.cluster().admin()) {
      await().atMost(LIMIT).ignoreExceptions().until(() -> inSync(admin, topic) == 3);
    }
  }

  private static int inSync(Admin admin, String topic) throws Exception {
    var described = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    return described == null ? 0 : described.partitions().getFirst().isr().size();
  }

  @Test
  void aLeaderThatStandsStillIsReplaced() throws Exception {
    TidepostNode leader = kafka.cluster().leader("paused", 0);
    try (KafkaProducer<String, String> producer = kafka.cluster().producer()) {
      producer.send(new ProducerRecord<>("paused", "before")).get();
      leader.pause();
      await().atMost(LIMIT).until(() -> leads("paused"), node -> node != leader.id());
      leader.resume();
      producer.send(new ProducerRecord<>("paused", "after")).get();
    }
    assertEquals(List.of("before", "after"), values("paused", 2));
    awaitInSync("paused");
  }

  @Test
  void oneOfThreeDoesNotAcknowledge() throws Exception {
    TidepostNode leader = kafka.cluster().leader("lonely", 0);
    List<TidepostNode> others =
        kafka.cluster().nodes().stream().filter(node -> node != leader).toList();
    try (KafkaProducer<String, String> producer = kafka.cluster().producer()) {
      producer.send(new ProducerRecord<>("lonely", "three")).get();
      others.forEach(TidepostNode::stop);
      var waiting = producer.send(new ProducerRecord<>("lonely", "one"));
      assertThrows(
          java.util.concurrent.TimeoutException.class,
          () -> waiting.get(500, java.util.concurrent.TimeUnit.MILLISECONDS));
      others.getFirst().start();
      waiting.get();
    } finally {
      others.forEach(TidepostNode::start);
    }
    assertEquals(List.of("three", "one"), values("lonely", 2));
    awaitInSync("lonely");
  }

  /// A nested class has the brokers of the class around it.
  @Nested
  class Inside {
    @Test
    void hasTheSame(Tidepost cluster) {
      assertSame(kafka.cluster(), cluster);
      assertTrue(cluster.node(1).isRunning());
    }
  }
}
