package io.tidepost.broker.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.broker.contract.Contract;
import io.tidepost.broker.contract.RecordContracts;
import io.tidepost.broker.server.TestNode;
import io.tidepost.wire.records.RecordHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compressed batches that have to be opened and take long: on a node with one event loop and one
/// thread for files, which the test holds.
class BigBatchesTest {

  private static final int PATIENCE_SECONDS = 120;
  private static final int NOISE_BYTES = 300_000;

  @TempDir Path directory;
  private TestNode node;
  private final List<CountDownLatch> held = new ArrayList<>();
  private final OpenDoor contracts = new OpenDoor();

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(directory, "num.network.threads=1", "num.io.threads=1");
    node.server().contracts(contracts);
  }

  @AfterEach
  void stop() {
    held.forEach(CountDownLatch::countDown);
    node.close();
  }

  private void create(String topic, String option) throws Exception {
    String[] nameAndValue = option.split("=");
    Map<String, String> options =
        option.isEmpty() ? Map.of() : Map.of(nameAndValue[0], nameAndValue[1]);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(options))).all().get();
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            node.bootstrap(),
            "compression.type",
            "zstd",
            "enable.idempotence",
            false,
            "retries",
            0,
            "max.in.flight.requests.per.connection",
            5,
            "max.request.size",
            512 << 20,
            "buffer.memory",
            1L << 30,
            "request.timeout.ms",
            300_000,
            "delivery.timeout.ms",
            600_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static Future<RecordMetadata> send(
      KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) {
    return producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, value));
  }

  /// Noise, by whose size one sees that it has arrived, and zeros.
  private static byte[] packable(int zeros) {
    byte[] value = new byte[NOISE_BYTES + zeros];
    byte[] noise = new byte[NOISE_BYTES];
    new Random(7).nextBytes(noise);
    System.arraycopy(noise, 0, value, 0, NOISE_BYTES);
    return value;
  }

  private CountDownLatch holdThePool() {
    CountDownLatch latch = new CountDownLatch(1);
    held.add(latch);
    node.server()
        .context()
        .logs()
        .pool()
        .execute(() -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return latch;
  }

  private void awaitArrived(Future<?> sent) {
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> sent.isDone() || node.server().frameBytes() > NOISE_BYTES);
  }

  /// Whoever else is on that loop gets answers.
  private void assertOthersAreServed() throws Exception {
    try (Admin other = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      assertEquals(
          1, other.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS).size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidepost.validate.compressed=true",
        "compression.type=lz4",
        "cleanup.policy=compact",
        "tidepost.value.schema.validation=full"
      })
  void anotherConnectionOfTheLoopIsServedMeanwhile(String option) throws Exception {
    create("big", option);
    try (var producer = producer()) {
      assertEquals(0, send(producer, "big", new byte[10]).get().offset());
      CountDownLatch pool = holdThePool();
      Future<RecordMetadata> big = send(producer, "big", packable(8 << 20));
      Future<RecordMetadata> small = send(producer, "big", new byte[10]);
      awaitArrived(big);
      assertOthersAreServed();
      assertFalse(big.isDone(), "it was opened on the event loop");
      pool.countDown();
      // What came behind it on its connection is stored behind it.
      assertEquals(1, big.get(PATIENCE_SECONDS, TimeUnit.SECONDS).offset());
      assertEquals(2, small.get(PATIENCE_SECONDS, TimeUnit.SECONDS).offset());
    }
  }

  @Test
  void whatIsTakenOutIsTakenOutElsewhere() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      Map<String, String> options =
          Map.of(
              "tidepost.value.schema.validation", "full",
              "tidepost.schema.violation", "quarantine",
              "tidepost.schema.quarantine.topic", "aside");
      admin
          .createTopics(List.of(new NewTopic("guarded", 1, (short) 1).configs(options)))
          .all()
          .get();
    }
    try (var producer = producer()) {
      CountDownLatch pool = holdThePool();
      byte[] bad = packable(0);
      bad[0] = OpenDoor.BAD;
      Future<RecordMetadata> sent = send(producer, "guarded", bad);
      awaitArrived(sent);
      assertOthersAreServed();
      assertFalse(sent.isDone(), "records were taken out on the event loop");
      pool.countDown();
      assertEquals(0, sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS).offset());
      assertEquals(1, contracts.copied);
    }
  }

  @Test
  void whatOpensToTooMuchIsRefused() throws Exception {
    create("bomb", "tidepost.validate.compressed=true");
    try (var producer = producer()) {
      Future<RecordMetadata> bomb = send(producer, "bomb", packable(140 << 20));
      Throwable refused =
          assertThrows(ExecutionException.class, () -> bomb.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
              .getCause();
      assertInstanceOf(RecordTooLargeException.class, refused);
      assertEquals(0, send(producer, "bomb", new byte[10]).get().offset());
    }
  }

  /// Refuses what begins with a certain byte.
  private static final class OpenDoor implements RecordContracts {
    static final byte BAD = 66;
    private volatile int copied;

    @Override
    public @Nullable Finding check(
        String topic, boolean key, Contract.Terms terms, ByteBuffer payload, boolean learnt) {
      return payload.get(payload.position()) == BAD ? new Finding.Fault("bad") : null;
    }

    @Override
    public void learn(Set<Integer> schemas, Consumer<@Nullable String> told) {
      told.accept(null);
    }

    @Override
    public void copy(String topic, List<Copy> records, Consumer<@Nullable String> told) {
      boolean named =
          records.getFirst().headers().stream()
              .map(RecordHeader::value)
              .anyMatch(value ->
                  value != null
                      && StandardCharsets.UTF_8
                          .decode(value.duplicate())
                          .toString()
                          .contains("bad"));
      copied = named ? records.size() : 0;
      told.accept(null);
    }
  }
}
