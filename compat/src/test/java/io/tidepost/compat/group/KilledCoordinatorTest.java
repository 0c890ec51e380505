package io.tidepost.compat.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The coordinator's process is ended with SIGKILL in the middle of commits and of a group at work.
final class KilledCoordinatorTest {
  private static final int KILLS = 2;
  private static final int COMMITS = 40;

  private final ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("killed-coordinator"), Shared.OPTIONS);
  private final Clients clients = new Clients(server);

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  /// Commits ascending offsets until the server is gone. Before that a commit may take too long.
  private static void commitUntilGone(
      Consumer<String, String> consumer,
      TopicPartition partition,
      AtomicBoolean gone,
      AtomicLong asked,
      AtomicLong acknowledged) {
    while (!gone.get()) {
      long offset = asked.incrementAndGet();
      try {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        acknowledged.set(offset);
      } catch (KafkaException e) {
        // The next offset is behind this one, whether it was stored or not.
      }
    }
  }

  @Test
  void noAcknowledgedCommitIsLost() throws InterruptedException {
    String topic = clients.topic("committed", 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    AtomicLong asked = new AtomicLong();
    AtomicLong acknowledged = new AtomicLong();
    for (int kill = 0; kill < KILLS; kill++) {
      long before = acknowledged.get();
      AtomicBoolean gone = new AtomicBoolean();
      Consumer<String, String> consumer =
          clients.member("committing", Map.of("default.api.timeout.ms", 2_000));
      consumer.assign(List.of(partition));
      Thread committer =
          Thread.ofPlatform()
              .start(() -> commitUntilGone(consumer, partition, gone, asked, acknowledged));
      await().atMost(Clients.LIMIT).until(() -> acknowledged.get() >= before + COMMITS);
      server.kill();
      gone.set(true);
      committer.join();
      consumer.close();
      server.start();
      try (var admin = clients.admin()) {
        var offsets =
            Clients.get(
                admin.listConsumerGroupOffsets("committing").partitionsToOffsetAndMetadata());
        long stored = Clients.of(offsets, partition).offset();
        assertTrue(
            stored >= acknowledged.get() && stored <= asked.get(),
            stored + " is stored, acknowledged " + acknowledged + ", asked for " + asked);
      }
    }
  }

  /// A partition may change hands in the middle.
  private static Set<String> both(Member one, Member two) {
    Set<String> values = new HashSet<>(one.values());
    values.addAll(two.values());
    return values;
  }

  @Test
  void aGroupAtWorkGoesOn() {
    String topic = clients.topic("shared", 3);
    Map<String, Object> quick = Map.of("heartbeat.interval.ms", 200);
    try (Member one = new Member(clients, "working", topic, quick);
        Member two = new Member(clients, "working", topic, quick)) {
      for (int kill = 0; kill < KILLS; kill++) {
        int from = kill * 10 + 1;
        clients.writeNumbers(topic, kill, from, from + 9);
        await().until(() -> both(one, two).containsAll(Clients.numbers(from, from + 9)));
        server.kill();
        server.start();
      }
      clients.writeNumbers(topic, 0, 1_001, 1_010);
      await().until(() -> both(one, two).containsAll(Clients.numbers(1_001, 1_010)));
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            Set<Integer> first = one.partitions();
            Set<Integer> second = two.partitions();
            return first.size() + second.size() == 3 && first.stream().noneMatch(second::contains);
          });
    }
  }
}
