package io.tidepost.broker.transaction;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.broker.server.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transactions of the newest client.
class TransactionsTest {

  private static final String[] OPTIONS = {
    "transaction.state.log.num.partitions=2",
    "offsets.topic.num.partitions=2",
    "group.initial.rebalance.delay.ms=0",
    "transaction.abort.timed.out.transaction.cleanup.interval.ms=100"
  };

  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(directory, OPTIONS);
    topic("t", 3);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void topic(String name, int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", node.bootstrap()));
  }

  private KafkaProducer<String, String> producer(String id, Map<String, Object> more) {
    Map<String, Object> options =
        new HashMap<>(Map.of("bootstrap.servers", node.bootstrap(), "transactional.id", id));
    options.putAll(more);
    var producer = new KafkaProducer<>(options, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    return producer;
  }

  private static void send(KafkaProducer<String, String> producer, int from, int to) {
    for (int i = from; i <= to; i++) {
      producer.send(new ProducerRecord<>("t", i % 3, "k", Integer.toString(i)));
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).sorted().toList();
  }

  /// Everything there is up to the end as this isolation level sees it.
  private List<String> read(String isolation) {
    Map<String, Object> options =
        Map.of("bootstrap.servers", node.bootstrap(), "isolation.level", isolation);
    try (var consumer =
        new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, 3).mapToObj(p -> new TopicPartition("t", p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<String> values = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> values.add(record.value()));
            return partitions.stream().allMatch(p -> consumer.position(p) >= of(ends, p));
          });
      values.sort(null);
      return values;
    }
  }

  private static <K, V> V of(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> key + " is not there");
  }

  @Test
  void theClusterSaysThatItEndsTransactionsWithNewEpochs() throws Exception {
    try (Admin admin = admin()) {
      FinalizedVersionRange level =
          of(
              admin.describeFeatures().featureMetadata().get().finalizedFeatures(),
              "transaction.version");
      assertEquals(2, level.maxVersionLevel());
    }
  }

  @Test
  void whatIsCommittedIsReadAndWhatIsAbortedIsNot() {
    try (var producer = producer("one", Map.of())) {
      producer.beginTransaction();
      send(producer, 0, 29);
      producer.commitTransaction();
      producer.beginTransaction();
      send(producer, 30, 59);
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, 60, 89);
      producer.flush();
      assertEquals(numbers(0, 29), read("read_committed"));
      assertEquals(numbers(0, 89), read("read_uncommitted"));
      producer.commitTransaction();
      List<String> all = new ArrayList<>(numbers(0, 29));
      all.addAll(numbers(60, 89));
      all.sort(null);
      assertEquals(all, read("read_committed"));
    }
  }

  @Test
  void anOlderProducerOfTheSameIdIsFenced() {
    try (var old = producer("one", Map.of())) {
      old.beginTransaction();
      send(old, 0, 9);
      old.flush();
      try (var young = producer("one", Map.of())) {
        young.beginTransaction();
        send(young, 10, 19);
        young.commitTransaction();
        assertThrows(ProducerFencedException.class, old::commitTransaction);
        assertEquals(numbers(10, 19), read("read_committed"));
      }
    }
  }

  @Test
  void aTransactionThatTakesTooLongIsAborted() throws Exception {
    try (var producer = producer("slow", Map.of("transaction.timeout.ms", 300));
        Admin admin = admin()) {
      producer.beginTransaction();
      send(producer, 0, 9);
      producer.flush();
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> state(admin, "slow") == TransactionState.COMPLETE_ABORT);
      assertThrows(KafkaException.class, producer::commitTransaction);
      assertEquals(List.of(), read("read_committed"));
    }
  }

  private static TransactionState state(Admin admin, String id) throws Exception {
    return admin.describeTransactions(List.of(id)).description(id).get().state();
  }

  @Test
  void transactionsAreListedAndDescribed() throws Exception {
    try (var producer = producer("listed", Map.of());
        var other = producer("other", Map.of());
        Admin admin = admin()) {
      producer.beginTransaction();
      send(producer, 0, 2);
      producer.flush();
      TransactionDescription described =
          admin.describeTransactions(List.of("listed")).description("listed").get();
      assertEquals(TransactionState.ONGOING, described.state());
      assertEquals(3, described.topicPartitions().size());
      assertEquals(60_000, described.transactionTimeoutMs());
      assertEquals(List.of("listed", "other"), list(admin, new ListTransactionsOptions()));
      assertEquals(
          List.of("listed"),
          list(
              admin, new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING))));
      assertEquals(
          List.of("other"),
          list(admin, new ListTransactionsOptions().filterOnTransactionalIdPattern("oth.*")));
      producer.commitTransaction();
      other.beginTransaction();
      other.abortTransaction();
    }
  }

  private static List<String> list(Admin admin, ListTransactionsOptions options) throws Exception {
    return admin.listTransactions(options).all().get().stream()
        .map(TransactionListing::transactionalId)
        .sorted()
        .toList();
  }

  @Test
  void offsetsAreCommittedWithTheTransactionOrNotAtAll() throws Exception {
    TopicPartition partition = new TopicPartition("t", 0);
    try (var producer = producer("mover", Map.of());
        Admin admin = admin()) {
      var group = new ConsumerGroupMetadata("group");
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(7)), group);
      producer.commitTransaction();
      await().atMost(Duration.ofSeconds(120)).until(() -> committed(admin, partition) == 7);
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(8)), group);
      producer.abortTransaction();
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(9)), group);
      assertEquals(7, committed(admin, partition));
      producer.commitTransaction();
      await().atMost(Duration.ofSeconds(120)).until(() -> committed(admin, partition) == 9);
    }
  }

  private static long committed(Admin admin, TopicPartition partition) throws Exception {
    return of(
            admin.listConsumerGroupOffsets("group").partitionsToOffsetAndMetadata().get(),
            partition)
        .offset();
  }

  @Test
  void anOperatorMayAbortWhatAProducerLeftOpen() throws Exception {
    TopicPartition partition = new TopicPartition("t", 1);
    try (var producer = producer("left", Map.of());
        Admin admin = admin()) {
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("t", 1, "k", "1")).get();
      var state =
          admin
              .describeProducers(List.of(partition))
              .partitionResult(partition)
              .get()
              .activeProducers()
              .get(0);
      assertEquals(0, state.currentTransactionStartOffset().getAsLong());
      admin
          .abortTransaction(
              new AbortTransactionSpec(
                  partition,
                  state.producerId(),
                  (short) state.producerEpoch(),
                  state.coordinatorEpoch().orElse(0)))
          .all()
          .get();
      assertEquals(List.of(), read("read_committed"));
      producer.abortTransaction();
    }
  }

  @Test
  void anOpenTransactionSurvivesARestartAndIsCommitted() throws Exception {
    try (var producer = producer("lasting", Map.of())) {
      producer.beginTransaction();
      send(producer, 0, 9);
      producer.flush();
      int port = node.port();
      node.close();
      node = TestNode.start(directory, withPort(port));
      send(producer, 10, 19);
      producer.commitTransaction();
      assertEquals(numbers(0, 19), read("read_committed"));
    }
  }

  private static String[] withPort(int port) {
    List<String> options = new ArrayList<>(List.of(OPTIONS));
    options.add("listeners=PLAINTEXT://127.0.0.1:" + port);
    return options.toArray(new String[0]);
  }
}
