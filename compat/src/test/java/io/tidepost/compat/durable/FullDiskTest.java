package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A full disk: producers get a clear error, readers go on, deleting makes room, and then writing
/// goes on. The disk is a small file system in memory, which takes the right to mount one; where
/// that is missing the test is not carried out and says so.
final class FullDiskTest {
  private static final int VALUE_BYTES = 50_000;

  private final Path home = Shared.temporary("full-disk");
  private final Path disk = home.resolve("disk");
  private ServerUnderTest server = ServerUnderTest.create(home, options());
  private Clients clients = new Clients(server);

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("log.dirs", disk.resolve("data").toString());
    options.put("log.segment.bytes", "4194304");
    return options;
  }

  @BeforeEach
  void mount() {
    assumeFalse(
        ServerUnderTest.isApacheKafka(), "Apache Kafka 4.3.1 halts when its only disk is full");
    disk.toFile().mkdirs();
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()) == 0,
        "mounting a small file system takes root");
    server.start();
  }

  @AfterEach
  void unmount() {
    server.close();
    command("umount", disk.toString());
  }

  private int command(String... command) {
    try (ChildProcess process = ChildProcess.start(command[0], home, List.of(command))) {
      return process.awaitExit(Duration.ofSeconds(20));
    }
  }

  @Test
  void producersGetAClearErrorReadersGoOnAndDeletingMakesRoom() {
    String ballast = clients.topic("ballast", 1);
    String topic = clients.topic("filling", 1);
    assertEquals(0, fill(ballast, 600).size());
    List<Throwable> failures = fill(topic, 2_500);
    assertTrue(!failures.isEmpty(), "the disk never got full");
    failures.forEach(failure -> assertInstanceOf(KafkaStorageException.class, failure));
    int kept = 2_500 - failures.size();
    assertTrue(
        clients.readAll(topic).size() >= kept,
        "what was acknowledged can be read from the full disk");
    try (Admin admin = clients.admin()) {
      Clients.get(admin.deleteTopics(List.of(ballast)).all());
    }
    await().atMost(Clients.LIMIT).until(() -> fill(topic, 1).isEmpty());
    assertTrue(clients.readAll(topic).size() >= kept + 1);
    server.stop();
    server.start();
    assertTrue(clients.readAll(topic).size() >= kept + 1);
  }

  /// Writes `count` records and returns the errors of those that failed.
  private List<Throwable> fill(String topic, int count) {
    Map<String, Object> options =
        Map.of(
            "retries",
            0,
            "enable.idempotence",
            false,
            "delivery.timeout.ms",
            20_000,
            "request.timeout.ms",
            10_000,
            "linger.ms",
            0);
    List<Throwable> failures = new ArrayList<>();
    try (Producer<String, String> producer = clients.producer(options)) {
      List<Future<RecordMetadata>> sends = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sends.add(producer.send(new ProducerRecord<>(topic, 0, null, "x".repeat(VALUE_BYTES))));
      }
      producer.flush();
      for (Future<RecordMetadata> send : sends) {
        if (send.state() == Future.State.FAILED) {
          failures.add(send.exceptionNow());
        }
      }
    }
    return failures;
  }
}
