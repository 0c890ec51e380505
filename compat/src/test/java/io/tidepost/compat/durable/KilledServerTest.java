package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The process is ended with SIGKILL, and comes back on the same data and port with everything that
/// was acknowledged.
final class KilledServerTest {
  private ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("killed"), Shared.OPTIONS);
  private Clients clients = new Clients(server);

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  private void restart() {
    server.kill();
    server.start();
  }

  @Test
  void anAcknowledgedRecordSurvives() {
    String topic = clients.topic("acknowledged", 1);
    clients.writeNumbers(topic, 0, 1, 1);
    restart();
    assertEquals(List.of("1"), Clients.values(clients.readAll(topic)));
  }

  @Test
  void topicsConfigsAndCommittedOffsetsSurvive() {
    String topic = clients.topic("kept", 3, Map.of("retention.ms", "172800000"));
    clients.writeNumbers(topic, 2, 1, 10);
    TopicPartition partition = new TopicPartition(topic, 2);
    try (Consumer<String, String> consumer = clients.member("kept-group", Map.of())) {
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(4, "mark")));
    }
    restart();
    try (var admin = clients.admin()) {
      assertEquals(
          3,
          Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
              .partitions()
              .size());
      var offsets =
          Clients.get(admin.listConsumerGroupOffsets("kept-group").partitionsToOffsetAndMetadata());
      assertEquals(
          new OffsetAndMetadata(4, "mark").offset(), Clients.of(offsets, partition).offset());
    }
    assertEquals(Clients.numbers(1, 10), Clients.values(clients.readAll(topic)));
  }

  @Test
  void aLivingMemberOfAGroupGoesOnWhereItWas() {
    String topic = clients.topic("going-on", 1);
    clients.writeNumbers(topic, 0, 1, 10);
    try (Consumer<String, String> consumer =
        clients.member("going-on", Map.of("heartbeat.interval.ms", 200))) {
      consumer.subscribe(List.of(topic));
      assertEquals(Clients.numbers(1, 10), Clients.values(Clients.read(consumer, 10)));
      consumer.commitSync();
      restart();
      clients.writeNumbers(topic, 0, 11, 20);
      assertEquals(Clients.numbers(11, 20), Clients.values(Clients.read(consumer, 10)));
      consumer.commitSync();
    }
  }

  @Test
  void killedAgainAndAgainNothingAcknowledgedIsMissingDoubledOrOutOfOrder()
      throws InterruptedException {
    String topic = clients.topic("history", 1, Map.of("segment.bytes", "1048576"));
    History history = new History();
    Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer = new Thread(() -> write(topic, history, failures, stop), "writer");
    writer.start();
    for (int kill = 1; kill <= 6; kill++) {
      int enough = history.size() + 3_000;
      await().atMost(Clients.LIMIT).until(() -> history.size() >= enough);
      restart();
    }
    stop.set(true);
    writer.join(Clients.LIMIT);
    assertEquals(List.of(), List.copyOf(failures));
    List<String> violations = history.violations(clients.readAll(topic));
    assertTrue(
        violations.isEmpty(),
        () ->
            violations.size()
                + " of "
                + history.size()
                + ": "
                + violations.stream().limit(20).toList());
  }

  private void write(String topic, History history, Queue<Exception> failures, AtomicBoolean stop) {
    Map<String, Object> options =
        Map.of(
            "enable.idempotence",
            true,
            "delivery.timeout.ms",
            120_000,
            "reconnect.backoff.max.ms",
            100,
            "retry.backoff.max.ms",
            100);
    try (Producer<String, String> producer = clients.producer(options)) {
      for (int i = 0; !stop.get(); i++) {
        int number = i;
        producer.send(
            new ProducerRecord<>(topic, 0, null, Integer.toString(number)),
            (metadata, exception) -> {
              if (exception == null) {
                history.acknowledge(number, metadata.offset());
              } else {
                failures.add(exception);
              }
            });
        if (i % 500 == 0) {
          producer.flush();
        }
      }
    }
  }
}
