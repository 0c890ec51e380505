package io.tidepost.broker.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.group.RawClient;
import io.tidepost.broker.server.TroubledDisk.Kind;
import io.tidepost.wire.ErrorCode;
import io.tidepost.wire.message.FetchRequest;
import io.tidepost.wire.message.FetchResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that fails under a running node: only the partitions on it suffer, clients get Kafka's
/// error, nothing that could not be synced is ever acknowledged, and with the disk mended a restart
/// serves everything that was.
class TroubledDiskTest {

  private static final String TOPIC = "troubled";
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path home;
  private final TroubledDisk disk = new TroubledDisk();
  private Path second = Path.of("");
  private TestNode node;
  private int sound;
  private int bad;

  @BeforeEach
  void fill() throws Exception {
    second = home.resolve("second");
    start();
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
    var partition = Objects.requireNonNull(node.server().context().partitions().find(TOPIC, 0));
    bad = partition.directory().path().equals(second) ? 0 : 1;
    sound = 1 - bad;
    for (int i = 0; i < 20; i++) {
      send(bad, "before-" + i);
      send(sound, "before-" + i);
    }
  }

  private void start() throws Exception {
    node = TestNode.start(disk.disk(), home.resolve("first") + "," + second);
  }

  private void restart() throws Exception {
    node.close();
    start();
    await()
        .atMost(LIMIT)
        .until(() -> node.server().context().partitions().find(TOPIC, sound) != null);
  }

  @AfterEach
  void stop() {
    disk.mend();
    node.close();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", node.bootstrap()));
  }

  /// Writes one record at once or not at all.
  private void send(int partition, String value) throws Exception {
    send(partition, value, LIMIT);
  }

  /// @param patience of the producer, which does not try again
  private void send(int partition, String value, Duration patience) throws Exception {
    Map<String, Object> options =
        Map.of(
            "bootstrap.servers",
            node.bootstrap(),
            "retries",
            0,
            "enable.idempotence",
            false,
            "acks",
            "all",
            "max.block.ms",
            2 * (int) patience.toMillis(),
            "linger.ms",
            0,
            "request.timeout.ms",
            (int) patience.toMillis() - 1_000,
            "delivery.timeout.ms",
            (int) patience.toMillis());
    try (var producer =
        new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
      producer
          .send(new ProducerRecord<>(TOPIC, partition, null, value))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void refused(String value) {
    var failure = assertThrows(ExecutionException.class, () -> send(bad, value));
    assertInstanceOf(KafkaStorageException.class, failure.getCause());
  }

  private List<String> values(int partition) {
    var at = new TopicPartition(TOPIC, partition);
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", node.bootstrap()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(at));
      consumer.seek(at, 0);
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(at)).get(at));
      List<String> values = new ArrayList<>();
      await()
          .atMost(LIMIT)
          .until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(read -> values.add(read.value()));
            return consumer.position(at) >= end;
          });
      return values;
    }
  }

  private static List<String> before() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      values.add("before-" + i);
    }
    return values;
  }

  private Map<String, LogDirDescription> directories() throws Exception {
    try (Admin admin = admin()) {
      return Objects.requireNonNull(
          admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1));
    }
  }

  private boolean isOffline() throws Exception {
    return Objects.requireNonNull(directories().get(second.toString())).error() != null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Input/output error", "Read-only file system"})
  void writesThatFailTakeTheDirectoryOfflineAndNothingElse(String reason) throws Exception {
    disk.fail(second, reason, Kind.WRITE, Kind.SYNC);
    refused("lost");
    await().atMost(LIMIT).until(this::isOffline);
    send(sound, "after");
    List<String> all = before();
    all.add("after");
    assertEquals(all, values(sound));
    disk.mend();
    restart();
    await()
        .atMost(LIMIT)
        .until(() -> node.server().context().partitions().find(TOPIC, bad) != null);
    assertEquals(before(), values(bad));
    send(bad, "mended");
    all = before();
    all.add("mended");
    assertEquals(all, values(bad));
  }

  /// After a failed sync the page cache may have dropped what it could not write, and the next sync
  /// succeeds as if nothing had been: it must not count.
  @Test
  void aFailedSyncIsNeverFollowedByAnAcknowledgement() throws Exception {
    disk.fail(second, "Input/output error", Kind.SYNC);
    refused("not-synced");
    disk.mend();
    await().atMost(LIMIT).until(this::isOffline);
    assertThrows(
        ExecutionException.class,
        () -> send(bad, "later", Duration.ofSeconds(5)),
        "nobody leads it");
    send(sound, "after");
    restart();
    await()
        .atMost(LIMIT)
        .until(() -> node.server().context().partitions().find(TOPIC, bad) != null);
    List<String> found = values(bad);
    assertEquals(before(), found.subList(0, 20));
    assertTrue(found.size() <= 21, found.toString());
  }

  /// The limit on open files is not the disk's fault: nothing goes offline, and it passes.
  @Test
  void tooManyOpenFilesPass() throws Exception {
    disk.fail(second, "Too many open files", Kind.SYNC);
    var sent =
        new FutureTask<Void>(() -> {
          send(bad, "passed");
          return null;
        });
    Thread.ofVirtual().start(sent);
    await().atMost(LIMIT).until(() -> disk.failures() > 1);
    disk.mend();
    sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertTrue(!isOffline());
    List<String> all = before();
    all.add("passed");
    assertEquals(all, values(bad));
  }

  @Test
  void readsThatFailSaySoAndStopWhenTheDiskIsMended() throws Exception {
    restart();
    await()
        .atMost(LIMIT)
        .until(() -> node.server().context().partitions().find(TOPIC, bad) != null);
    disk.fail(second, "Input/output error", Kind.READ);
    assertEquals(ErrorCode.KAFKA_STORAGE_ERROR.code(), fetch(bad));
    int failures = disk.failures();
    assertTrue(failures < 10, "a read that fails is not tried again and again: " + failures);
    assertEquals(before(), values(sound));
    disk.mend();
    assertEquals(before(), values(bad));
    assertTrue(!isOffline(), "the directory takes writes: only what cannot be read is refused");
  }

  /// Fetches from the beginning of a partition.
  private short fetch(int number) throws IOException {
    var request = new FetchRequest();
    request.replicaId = -1;
    request.maxWaitMs = 100;
    request.maxBytes = 1 << 20;
    request.sessionEpoch = -1;
    var topic = new FetchRequest.FetchTopic();
    topic.topic = TOPIC;
    var wanted = new FetchRequest.FetchPartition();
    wanted.partition = number;
    wanted.currentLeaderEpoch = -1;
    wanted.lastFetchedEpoch = -1;
    wanted.partitionMaxBytes = 1 << 20;
    topic.partitions.add(wanted);
    request.topics.add(topic);
    try (RawClient client = new RawClient(node.port())) {
      FetchResponse answer = client.call(request, 12, 12, FetchResponse::read);
      return answer.responses.getFirst().partitions.getFirst().errorCode;
    }
  }
}
