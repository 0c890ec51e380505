package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A full disk: producers get a clear error that they retry, readers, groups and metadata go on,
/// deleting makes room, and then writing goes on by itself. The disk is a small file system in
/// memory, which takes the right to mount one; where that is missing the test is not carried out
/// and says so.
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
      return process.awaitExit(Clients.LIMIT);
    }
  }

  @Test
  void producersWaitForRoomWhileEverythingElseGoesOn() throws Exception {
    await().atMost(Clients.LIMIT).until(() -> Files.exists(reserve()));
    String ballast = clients.topic("ballast", 1);
    String topic = clients.topic("filling", 1);
    assertEquals(0, fill(ballast, 600).size());
    List<Throwable> failures = fill(topic, 2_500);
    assertTrue(!failures.isEmpty(), "the disk never got full");
    failures.forEach(failure -> assertInstanceOf(NotEnoughReplicasException.class, failure));
    failures.forEach(failure -> assertInstanceOf(RetriableException.class, failure));
    String reason = String.valueOf(failures.getLast().getMessage());
    assertTrue(reason.contains("full") || reason.contains("no space"), reason);
    int kept = 2_500 - failures.size();
    assertTrue(
        clients.readAll(topic).size() >= kept,
        "what was acknowledged can be read from the full disk");
    assertFalse(Files.exists(reserve()), "the reserve is given up on a full disk");
    groupsAndMetadataGoOn(topic);
    server.stop();
    server.start();
    assertTrue(clients.readAll(topic).size() >= kept, "the node starts on a full disk");
    try (Producer<String, String> patient = clients.producer();
        Admin admin = clients.admin()) {
      Future<RecordMetadata> send =
          patient.send(new ProducerRecord<>(topic, 0, null, "y".repeat(VALUE_BYTES)));
      Clients.get(admin.deleteTopics(List.of(ballast)).all());
      Clients.get(send);
    }
    await().atMost(Clients.LIMIT).until(() -> fill(topic, 1).isEmpty());
    await().atMost(Clients.LIMIT).until(() -> Files.exists(reserve()));
    assertTrue(clients.readAll(topic).size() >= kept + 2);
    server.stop();
    server.start();
    assertTrue(clients.readAll(topic).size() >= kept + 2);
  }

  private Path reserve() {
    return disk.resolve("data").resolve("tidepost-reserve");
  }

  /// What lives on the reserve: offsets of groups, topics, configurations, DeleteRecords.
  private void groupsAndMetadataGoOn(String topic) {
    TopicPartition first = new TopicPartition(topic, 0);
    try (Consumer<String, String> member = clients.member("reader", Map.of());
        Admin admin = clients.admin()) {
      member.assign(List.of(first));
      member.seek(first, 7);
      member.commitSync(Map.of(first, new OffsetAndMetadata(7)));
      String another = clients.topic("another", 3);
      Clients.get(admin.deleteTopics(List.of(another)).all());
      Clients.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      new ConfigResource(ConfigResource.Type.TOPIC, topic),
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET))))
              .all());
      Clients.get(admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(0))).all());
      assertEquals(
          7,
          Clients.of(
                  Clients.get(
                      admin.listConsumerGroupOffsets("reader").partitionsToOffsetAndMetadata()),
                  first)
              .offset());
    }
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
            120_000,
            "request.timeout.ms",
            60_000,
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
