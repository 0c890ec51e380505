package io.tidepost.compat.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The server's process is ended with SIGKILL in the middle of a queue at work.
final class KilledQueueTest {
  private static final int RECORDS = 12_000;
  private static final int KILLS = 2;

  /// So many are delivered at most before each kill, so that all come in the middle, however fast
  /// the machine is and however late whoever kills.
  private static final int PER_KILL = 4_000;

  private static final String QUEUE = "killed";

  private final ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("killed-queue"), Shared.OPTIONS);
  private final Clients clients = new Clients(server);
  private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
  private final Set<String> delivered = ConcurrentHashMap.newKeySet();
  private final Set<String> again = ConcurrentHashMap.newKeySet();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  /// Accepts everything, and remembers what the server confirmed. What was accepted and lost its
  /// answer to a kill may count or not: it need not come again.
  private void work(String topic) {
    try (Worker worker = new Worker(server, QUEUE, topic, Map.of("max.poll.records", 20))) {
      while (!done.get()) {
        if (kills.get() < KILLS && delivered.size() >= (kills.get() + 1) * PER_KILL) {
          LockSupport.parkNanos(20_000_000);
          continue;
        }
        List<ConsumerRecord<String, String>> records = worker.poll(200);
        for (ConsumerRecord<String, String> record : records) {
          delivered.add(record.value());
          if (confirmed.contains(record.value())) {
            again.add(record.value());
          }
        }
        worker.acknowledge(records, AcknowledgeType.ACCEPT);
        Map<TopicIdPartition, Optional<KafkaException>> results = worker.consumer().commitSync();
        if (!results.isEmpty() && results.values().stream().allMatch(Optional::isEmpty)) {
          records.forEach(record -> confirmed.add(record.value()));
        }
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  @Test
  void nothingIsLostAndNothingConfirmedComesAgain() throws InterruptedException {
    String topic = clients.topic("killed", 1);
    try (Admin admin = clients.admin()) {
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      new ConfigResource(ConfigResource.Type.GROUP, QUEUE),
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("share.auto.offset.reset", "earliest"),
                              AlterConfigOp.OpType.SET))))
              .all());
    }
    clients.writeNumbers(topic, 0, 1, RECORDS);
    Set<Thread> workers = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      workers.add(Thread.ofPlatform().start(() -> work(topic)));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      int before = confirmed.size();
      waitFor(() -> confirmed.size() > before + 200);
      server.kill();
      kills.incrementAndGet();
      assertTrue(delivered.size() < RECORDS, "the kill came after everything was done");
      server.start();
    }
    try (Admin admin = clients.admin()) {
      waitFor(() -> startOffset(admin, topic) == RECORDS);
    }
    done.set(true);
    for (Thread worker : workers) {
      worker.join();
    }
    assertNull(failure.get(), "a member's application was ended by the kill");
    assertEquals(RECORDS, delivered.size());
    assertTrue(again.isEmpty(), () -> "confirmed, and delivered again: " + again);
  }

  /// Everything before it is settled for good.
  private static long startOffset(Admin admin, String topic) {
    var offsets =
        Clients.get(
            admin
                .listShareGroupOffsets(Map.of(QUEUE, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(QUEUE));
    SharePartitionOffsetInfo info = offsets.get(new TopicPartition(topic, 0));
    return info == null ? -1 : info.startOffset();
  }

  private void waitFor(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 3 * Clients.LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertNull(failure.get(), "a member's application was ended by the kill");
      assertTrue(System.nanoTime() < deadline, "it takes too long");
      Thread.sleep(20);
    }
  }
}
