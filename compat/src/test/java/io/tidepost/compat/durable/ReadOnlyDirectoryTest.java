package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.process.Ports;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The kernel makes the file system of one of two log directories read-only, as it does after an
/// error of a disk: a file system of the test's own, in an image, seen by the server alone.
final class ReadOnlyDirectoryTest {

  private static final int PARTITIONS = 4;
  private static final long IMAGE_BYTES = 512L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path home = Shared.temporary("read-only-directory");
  private final Path image = home.resolve("disk.img");
  private final Path first = home.resolve("first");
  private final Path second = home.resolve("second");
  private final int port = Ports.free();
  private final Clients clients = new Clients("127.0.0.1:" + port);
  private ChildProcess server;
  private int runs;

  @BeforeEach
  void start() throws IOException {
    assumeFalse(ServerUnderTest.isApacheKafka(), "Apache Kafka notices at the next roll only");
    assumeTrue(
        run("sh", "-c", "command -v unshare && command -v nsenter && command -v mkfs.ext4") == 0,
        "there is no unshare, nsenter or mkfs.ext4 here");
    Files.createDirectories(second);
    try (var disk = new RandomAccessFile(image.toFile(), "rw")) {
      disk.setLength(IMAGE_BYTES);
    }
    assertEquals(0, run("mkfs.ext4", "-q", image.toString()), "mkfs.ext4");
    assumeTrue(
        run("unshare", "-m", "mount", "-o", "loop", image.toString(), second.toString()) == 0,
        "nobody may mount a file system here");
    awaitUnmounted();
    launch();
  }

  private int run(String... command) {
    try (ChildProcess process = ChildProcess.start("tool-" + runs++, home, List.of(command))) {
      return process.awaitExit(LIMIT);
    }
  }

  /// The image of a mount goes with the last process that sees it, but not in the same moment.
  private void awaitUnmounted() {
    await()
        .atMost(LIMIT)
        .until(() -> {
          try (ChildProcess losetup =
              ChildProcess.start("losetup", home, List.of("losetup", "-j", image.toString()))) {
            return losetup.awaitExit(LIMIT) == 0 && losetup.out().isBlank();
          }
        });
  }

  private void launch() throws IOException {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
    options.put("log.dirs", first + "," + second);
    options.put("tidepost.http.listeners", "");
    Path config = home.resolve("server.properties");
    Files.write(
        config,
        options.entrySet().stream().map(o -> o.getKey() + "=" + o.getValue()).sorted().toList());
    String script =
        "mount -o loop '%s' '%s' && exec '%s' start --config '%s'"
            .formatted(image, second, Places.root().resolve("tidepost"), config);
    server =
        ChildProcess.start("server-" + runs++, home, List.of("unshare", "-m", "sh", "-c", script));
    server.awaitOut(out -> out.contains("\n"), Duration.ofMinutes(10));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /// What the kernel does to a file system it has met an error in.
  private void becomesReadOnly() {
    String pid = String.valueOf(server.pid());
    assertEquals(
        0, run("nsenter", "-t", pid, "-m", "mount", "-o", "remount,abort", second.toString()));
  }

  @Test
  void onlyItsPartitionsNotice() throws IOException {
    String topic = clients.topic("spread", PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++) {
      clients.writeNumbers(topic, i, 1, 9);
    }
    Set<Integer> lost = in(second, topic);
    Set<Integer> kept = in(first, topic);
    assertFalse(lost.isEmpty() || kept.isEmpty(), "the partitions are spread");
    try (Producer<String, String> impatient =
        clients.producer(Map.of("retries", 0, "enable.idempotence", false, "linger.ms", 0))) {
      for (int i = 0; i < PARTITIONS; i++) {
        Clients.get(impatient.send(new ProducerRecord<>(topic, i, null, "10")));
      }
      becomesReadOnly();
      List<Future<RecordMetadata>> refused = new ArrayList<>();
      List<Future<RecordMetadata>> written = new ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) {
        (lost.contains(i) ? refused : written)
            .add(impatient.send(new ProducerRecord<>(topic, i, null, "11")));
      }
      for (Future<RecordMetadata> send : refused) {
        assertInstanceOf(KafkaStorageException.class, Clients.failure(send));
      }
      written.forEach(Clients::get);
    }
    assertInstanceOf(
        KafkaStorageException.class, Clients.of(directories(), second.toString()).error());
    assertNull(Clients.of(directories(), first.toString()).error());
    for (int partition : kept) {
      clients.writeNumbers(topic, partition, 12, 20);
    }
    String created = clients.topic("created", 2);
    assertEquals(Set.of(0, 1), in(first, created));
    clients.writeNumbers(created, 0, 1, 3);
    int code = server.terminate(LIMIT);
    assertTrue(code == 0 || code == 143, server::describe);
    awaitUnmounted();

    launch();
    assertEquals(lost, in(second, topic));
    Map<Integer, Long> read =
        clients.readAll(topic).stream()
            .collect(Collectors.groupingBy(r -> r.partition(), Collectors.counting()));
    Map<Integer, Long> acknowledged =
        IntStream.range(0, PARTITIONS)
            .boxed()
            .collect(Collectors.toMap(p -> p, p -> lost.contains(p) ? 10L : 20L));
    assertEquals(acknowledged, read);
    for (int i = 0; i < PARTITIONS; i++) {
      clients.writeNumbers(topic, i, 21, 22);
    }
  }

  private Map<String, LogDirDescription> directories() {
    try (Admin admin = clients.admin()) {
      return Clients.of(Clients.get(admin.describeLogDirs(List.of(1)).allDescriptions()), 1);
    }
  }

  private Set<Integer> in(Path directory, String topic) {
    return Clients.of(directories(), directory.toString()).replicaInfos().keySet().stream()
        .filter(partition -> partition.topic().equals(topic))
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }
}
