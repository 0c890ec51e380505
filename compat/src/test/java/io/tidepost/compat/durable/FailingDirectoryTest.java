package io.tidepost.compat.durable;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One of two log directories vanishes under a running node: its partitions go offline, everything
/// else goes on, a restart does not create them anew, and with the directory back they are back.
final class FailingDirectoryTest {

  private static final int PARTITIONS = 4;

  private final Path home = Shared.temporary("failing-directory");
  private final Path first = home.resolve("first");
  private final Path second = home.resolve("second");
  private final Path elsewhere = home.resolve("elsewhere");
  private ServerUnderTest server = ServerUnderTest.create(home, options());
  private Clients clients = new Clients(server);

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Shared.OPTIONS);
    options.put("log.dirs", first + "," + second);
    options.put("log.flush.offset.checkpoint.interval.ms", "300");
    return options;
  }

  @BeforeEach
  void start() {
    assumeFalse(ServerUnderTest.isApacheKafka(), "Apache Kafka notices at the next roll only");
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void onlyItsPartitionsAreOffline() throws IOException {
    String topic = clients.topic("spread", PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++) {
      clients.writeNumbers(topic, i, 1, 9);
    }
    Producer<String, String> impatient = impatient(topic);
    Set<Integer> lost = in(second, topic);
    Set<Integer> kept = in(first, topic);
    assertFalse(lost.isEmpty() || kept.isEmpty(), "the partitions are spread");
    Files.move(second, elsewhere);
    await().atMost(Clients.LIMIT).until(() -> offline(topic).equals(lost));
    for (int partition : kept) {
      clients.writeNumbers(topic, partition, 10, 19);
    }
    List<Future<RecordMetadata>> refused =
        lost.stream()
            .map(partition -> impatient.send(new ProducerRecord<>(topic, partition, null, "x")))
            .toList();
    refused.forEach(send -> assertInstanceOf(KafkaStorageException.class, Clients.failure(send)));
    impatient.close();
    assertInstanceOf(
        KafkaStorageException.class, Clients.of(directories(), second.toString()).error());
    assertNull(Clients.of(directories(), first.toString()).error());
    String created = clients.topic("created", 2);
    assertEquals(Set.of(0, 1), in(first, created));
    String deleted = clients.topic("deleted", 2);
    try (Admin admin = clients.admin()) {
      Clients.get(admin.deleteTopics(List.of(deleted)).all());
    }
    server.stop();
    server.start();
    await().atMost(Clients.LIMIT).until(() -> led(topic).equals(kept));
    assertEquals(lost, offline(topic), "partitions that cannot be seen are not created anew");
    server.stop();
    comesBack(topic);
  }

  /// The directory is mounted again, with a partition in it that belongs to nothing.
  private void comesBack(String topic) throws IOException {
    if (Files.exists(second)) {
      Files.move(second, home.resolve("blank"));
    }
    Files.move(elsewhere, second);
    Files.createDirectories(second.resolve("nobody-knows-it-0"));
    server.start();
    await().atMost(Clients.LIMIT).until(() -> led(topic).size() == PARTITIONS);
    Set<Integer> back = in(second, topic);
    assertEquals(
        10L * back.size() + 20L * (PARTITIONS - back.size()), clients.readAll(topic).size());
    assertTrue(Files.exists(second.resolve("nobody-knows-it-0")), "strays are left alone");
    assertTrue(server.output().contains("nobody-knows-it-0 belongs to no topic"));
  }

  /// The second directory is not mounted at a start: what is below the mount point is empty, topics
  /// are created meanwhile, and it is not mounted at the next start either.
  @Test
  void whatWasUnmountedIsNeverNewAndEmpty() throws IOException {
    String topic = clients.topic("mounted", PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++) {
      clients.writeNumbers(topic, i, 1, 9);
    }
    Set<Integer> lost = in(second, topic);
    Set<Integer> kept = in(first, topic);
    assertFalse(lost.isEmpty() || kept.isEmpty(), "the partitions are spread");
    await().atMost(Clients.LIMIT).until(() -> mentions(second) > lost.size());
    server.stop();
    Files.move(second, elsewhere);
    Files.createDirectory(second);
    server.start();
    await().atMost(Clients.LIMIT).until(() -> led(topic).equals(kept));
    String meanwhile = clients.topic("meanwhile", PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++) {
      clients.writeNumbers(meanwhile, i, 1, 5);
    }
    Set<Integer> below = in(second, meanwhile);
    assertFalse(below.isEmpty(), "new partitions go below the mount point too");
    try (Admin admin = clients.admin()) {
      var more = Map.of(topic, NewPartitions.increaseTo(PARTITIONS + 1));
      Clients.get(admin.createPartitions(more).all());
    }
    assertEquals(lost, offline(topic), "a change of the topic does not create them either");
    server.stop();
    server.start();
    await().atMost(Clients.LIMIT).until(() -> offline(topic).equals(lost));
    assertEquals(5L * PARTITIONS, clients.readAll(meanwhile).size());
    assertTrue(server.output().contains("is its disk mounted?"));
    server.stop();
    Files.move(second, home.resolve("below"));
    Files.move(elsewhere, second);
    server.start();
    await().atMost(Clients.LIMIT).until(() -> led(topic).containsAll(lost));
    assertEquals(9L * PARTITIONS, clients.readAll(topic).size());
    assertTrue(offline(meanwhile).containsAll(below), "now those are the ones that are missing");
  }

  /// How often the metadata log on the disk names a directory: once when the broker registers, and
  /// once for each partition in it.
  private int mentions(Path directory) throws IOException {
    String line =
        Files.readAllLines(directory.resolve("meta.properties")).stream()
            .filter(entry -> entry.startsWith("directory.id="))
            .findFirst()
            .orElseThrow();
    Uuid id = Uuid.fromString(line.substring(line.indexOf('=') + 1));
    ByteBuffer log =
        ByteBuffer.wrap(
            Files.readAllBytes(first.resolve("__cluster_metadata-0/00000000000000000000.log")));
    return (int)
        IntStream.rangeClosed(0, log.limit() - 2 * Long.BYTES)
            .filter(at ->
                log.getLong(at) == id.getMostSignificantBits()
                    && log.getLong(at + Long.BYTES) == id.getLeastSignificantBits())
            .count();
  }

  /// A producer that knows the leaders from before and does not try again.
  private Producer<String, String> impatient(String topic) {
    Producer<String, String> producer =
        clients.producer(Map.of("retries", 0, "enable.idempotence", false));
    for (int i = 0; i < PARTITIONS; i++) {
      Clients.get(producer.send(new ProducerRecord<>(topic, i, null, "0")));
    }
    return producer;
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

  private List<TopicPartitionInfo> described(String topic) {
    try (Admin admin = clients.admin()) {
      return Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
          .partitions();
    }
  }

  private Set<Integer> offline(String topic) {
    return described(topic).stream()
        .filter(info -> info.leader() == null)
        .map(TopicPartitionInfo::partition)
        .collect(Collectors.toSet());
  }

  private Set<Integer> led(String topic) {
    Set<Integer> without = offline(topic);
    return IntStream.range(0, PARTITIONS)
        .boxed()
        .filter(partition -> !without.contains(partition))
        .collect(Collectors.toSet());
  }
}
