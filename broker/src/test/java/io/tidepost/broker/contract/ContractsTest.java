package io.tidepost.broker.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.broker.server.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of batches for topics with a contract.
class ContractsTest {

  private static final Map<String, String> REJECT =
      Map.of("tidepost.value.schema.validation", "full");

  private static final Map<String, String> QUARANTINE =
      Map.of(
          "tidepost.value.schema.validation", "full",
          "tidepost.schema.violation", "quarantine",
          "tidepost.schema.quarantine.topic", "aside");

  @TempDir Path directory;
  private TestNode node;
  private final WordContracts contracts = new WordContracts();

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(directory);
    node.server().contracts(contracts);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void create(String topic, Map<String, String> options) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(options)))
          .all()
          .get(120, TimeUnit.SECONDS);
    }
  }

  /// Gathers what is sent until it is flushed.
  private KafkaProducer<String, String> producer(Map<String, Object> options) {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", node.bootstrap());
    all.put("linger.ms", "60000");
    // However slow the machine is: nothing is given up on unless a test wants it.
    all.put("request.timeout.ms", "300000");
    all.put("delivery.timeout.ms", "600000");
    all.putAll(options);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static List<Future<RecordMetadata>> send(
      KafkaProducer<String, String> producer, String topic, @Nullable String... values) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String value : values) {
      sent.add(producer.send(new ProducerRecord<>(topic, 0, "k", value)));
    }
    return sent;
  }

  private static Throwable failure(Future<?> sent) {
    return cause(assertThrows(ExecutionException.class, () -> sent.get(120, TimeUnit.SECONDS)));
  }

  private static Throwable cause(ExecutionException thrown) {
    return Objects.requireNonNull(thrown.getCause());
  }

  private static String message(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  private List<String> values(String topic, int count) {
    return read(topic, count).stream().map(ConsumerRecord::value).toList();
  }

  private List<ConsumerRecord<String, String>> read(String topic, int count) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", node.bootstrap(), "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        assertTrue(System.nanoTime() < deadline, "only " + records);
      }
      assertEquals(count, records.size());
      return records;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd"})
  void aBadRecordRefusesItsBatchAndIsNamed(String codec) throws Exception {
    create("strict", REJECT);
    try (var producer = producer(Map.of("compression.type", codec))) {
      List<Future<RecordMetadata>> sent = send(producer, "strict", "a", "bad one", null, "b");
      producer.flush();
      Throwable bad = failure(sent.get(1));
      assertInstanceOf(InvalidRecordException.class, bad);
      assertEquals("value: found bad one", bad.getMessage());
      assertTrue(
          message(failure(sent.get(0))).contains("part of a batch which had one"),
          message(failure(sent.get(0))));
      // The batch's sequence numbers were not used.
      List<Future<RecordMetadata>> good = send(producer, "strict", "c", null, "d");
      producer.flush();
      assertEquals(2, good.get(2).get(120, TimeUnit.SECONDS).offset());
    }
    assertEquals(3, read("strict", 3).size());
    assertEquals("c", read("strict", 3).get(0).value());
  }

  @Test
  void keysHaveTermsOfTheirOwn() throws Exception {
    create("keyed", Map.of("confluent.key.schema.validation", "true"));
    try (var producer = producer(Map.of("linger.ms", "0"))) {
      producer.send(new ProducerRecord<>("keyed", 0, null, "bad value")).get(120, TimeUnit.SECONDS);
      Throwable bad = failure(producer.send(new ProducerRecord<>("keyed", 0, "bad key", "v")));
      assertEquals("key: found bad key", bad.getMessage());
    }
  }

  /// What is sent behind a batch that waits waits with it; what others send does not.
  @Test
  void whatIsUnknownWaitsInOrderAndHoldsUpNobodyElse() throws Exception {
    create("waiting", REJECT);
    // With idempotence the sequence numbers would put things right.
    try (var one =
            producer(Map.of("linger.ms", "0", "batch.size", "1", "enable.idempotence", "false"));
        var other = producer(Map.of("linger.ms", "0"))) {
      List<Future<RecordMetadata>> sent =
          send(one, "waiting", alone("new 1"), alone("2"), alone("new 3"), alone("4"));
      Consumer<@Nullable String> told = contracts.learning.poll(120, TimeUnit.SECONDS);
      assertNotNull(told);
      send(other, "waiting", "x").get(0).get(120, TimeUnit.SECONDS);
      assertFalse(sent.get(1).isDone());
      told.accept(null);
      Consumer<@Nullable String> again = contracts.learning.poll(120, TimeUnit.SECONDS);
      assertNotNull(again);
      sent.get(1).get(120, TimeUnit.SECONDS);
      again.accept(null);
      sent.get(3).get(120, TimeUnit.SECONDS);
    }
    assertEquals(
        List.of("x", "new 1", "2", "new 3", "4"),
        values("waiting", 5).stream().map(String::strip).toList());
  }

  /// A value so long that it gets a batch of its own: into the room that a producer sets apart for
  /// a short one, another fits.
  private static String alone(String value) {
    return value + " ".repeat(1_000);
  }

  @Test
  void whenNobodyCanBeAskedProducersTryAgain() throws Exception {
    create("patient", REJECT);
    try (var producer = producer(Map.of("linger.ms", "0", "retry.backoff.ms", "10"))) {
      Future<RecordMetadata> sent = send(producer, "patient", "new").get(0);
      for (int i = 0; i < 3; i++) {
        Consumer<@Nullable String> told = contracts.learning.poll(120, TimeUnit.SECONDS);
        assertNotNull(told);
        told.accept("it is away");
      }
      Consumer<@Nullable String> told = contracts.learning.poll(120, TimeUnit.SECONDS);
      assertNotNull(told);
      told.accept(null);
      assertEquals(0, sent.get(120, TimeUnit.SECONDS).offset());
    }
    try (var producer =
        producer(
            Map.of(
                "linger.ms", "0", "request.timeout.ms", "1000", "delivery.timeout.ms", "3000"))) {
      // The broker gives up after the first second, and the producer after three.
      assertInstanceOf(TimeoutException.class, failure(send(producer, "patient", "new").get(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4"})
  void quarantineTakesBadRecordsOutAndKeepsTheSequence(String codec) throws Exception {
    create("mixed", QUARANTINE);
    try (var producer = producer(Map.of("compression.type", codec, "client.id", "test"))) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      sent.addAll(send(producer, "mixed", "a", "bad 1", "b"));
      producer.flush();
      sent.addAll(send(producer, "mixed", "bad 2", "bad 3"));
      producer.flush();
      sent.addAll(send(producer, "mixed", "c"));
      producer.flush();
      for (int i = 0; i < sent.size(); i++) {
        assertEquals(i, sent.get(i).get(120, TimeUnit.SECONDS).offset());
      }
    }
    List<ConsumerRecord<String, String>> records = read("mixed", 3);
    assertEquals(List.of("a", "b", "c"), records.stream().map(ConsumerRecord::value).toList());
    assertEquals(List.of(0L, 2L, 5L), records.stream().map(ConsumerRecord::offset).toList());
    assertEquals(3, contracts.copies().size());
    assertEquals(
        "bad 1 tidepost.quarantine.topic=mixed tidepost.quarantine.partition=0"
            + " tidepost.quarantine.reason=value: found bad 1"
            + " tidepost.quarantine.sender=User:ANONYMOUS as test",
        contracts.copies().get(0));
    stop();
    start();
    assertEquals(List.of("a", "b", "c"), values("mixed", 3));
    try (var producer = producer(Map.of())) {
      List<Future<RecordMetadata>> sent = send(producer, "mixed", "d");
      producer.flush();
      assertEquals(6, sent.get(0).get(120, TimeUnit.SECONDS).offset());
    }
  }

  @Test
  void quarantineWorksInTransactions() throws Exception {
    create("booked", QUARANTINE);
    try (var producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, "booked", "a", "bad 1");
      producer.flush();
      send(producer, "booked", "bad 2");
      producer.flush();
      send(producer, "booked", "b");
      producer.commitTransaction();
      producer.beginTransaction();
      send(producer, "booked", "bad 3");
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, "booked", "c");
      producer.commitTransaction();
    }
    assertEquals(List.of("a", "b", "c"), values("booked", 3));
    assertEquals(3, contracts.copies().size());
  }

  @Test
  void whatCannotBeCopiedIsNotTakenOut() throws Exception {
    create("careful", QUARANTINE);
    contracts.copyFails = "no room";
    try (var producer = producer(Map.of("retry.backoff.ms", "10"))) {
      List<Future<RecordMetadata>> sent = send(producer, "careful", "a", "bad", "b");
      Thread.ofVirtual().start(producer::flush);
      for (int i = 0; i < 2; i++) {
        assertNotNull(contracts.copying.poll(120, TimeUnit.SECONDS));
      }
      assertFalse(sent.get(0).isDone());
      contracts.copyFails = null;
      assertEquals(0, sent.get(0).get(120, TimeUnit.SECONDS).offset());
    }
    assertEquals(List.of("a", "b"), values("careful", 2));
  }

  @Test
  void aQuarantineHasNoContractItself() throws Exception {
    create("aside", REJECT);
    create("first", QUARANTINE);
    try (var producer = producer(Map.of("linger.ms", "0"))) {
      Throwable refused = failure(send(producer, "first", "bad").get(0));
      assertInstanceOf(InvalidRecordException.class, refused);
      assertTrue(message(refused).contains("quarantine topic aside has a contract itself"));
    }
    Throwable refused =
        cause(
            assertThrows(
                ExecutionException.class,
                () -> create("nowhere", Map.of("tidepost.schema.violation", "quarantine"))));
    assertInstanceOf(InvalidConfigurationException.class, refused);
    assertTrue(message(refused).contains("tidepost.schema.quarantine.topic"));
  }
}
