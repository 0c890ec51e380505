package io.tidepost.compat.transaction;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import io.tidepost.compat.tool.ApacheTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A producer's transactions are wholly there or not at all, older producers are fenced, and what
/// is left open ends by itself or by an operator's hand.
@ExtendWith(Shared.class)
@Tag("three-nodes")
final class TransactionsTest {
  private static final String TRANSACTIONS = "org.apache.kafka.tools.TransactionsCommand";

  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;
  private final String topic;
  private final String id = Clients.unique("transactional");

  TransactionsTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
    this.topic = clients.topic("transactions", 2);
  }

  private Producer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> options = new HashMap<>(more);
    options.put("transactional.id", id);
    Producer<String, String> producer = clients.producer(options);
    producer.initTransactions();
    return producer;
  }

  private void send(Producer<String, String> producer, int from, int to) {
    for (int i = from; i <= to; i++) {
      producer.send(new ProducerRecord<>(topic, i % 2, null, Integer.toString(i)));
    }
    producer.flush();
  }

  /// Sorted values up to the end, which for `read_committed` is the last stable offset.
  private List<Integer> read(String isolation) {
    try (Consumer<String, String> consumer =
        clients.consumer(Map.of("isolation.level", isolation))) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<Integer> values = new ArrayList<>();
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            consumer
                .poll(Duration.ofMillis(50))
                .forEach(record -> values.add(Integer.valueOf(record.value())));
            return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= Clients.of(ends, partition));
          });
      values.sort(null);
      return values;
    }
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void whatIsCommittedIsReadAndWhatIsAbortedIsNot() {
    try (Producer<String, String> producer = producer(Map.of("transaction.timeout.ms", 600_000))) {
      producer.beginTransaction();
      send(producer, 0, 19);
      producer.commitTransaction();
      producer.beginTransaction();
      send(producer, 20, 39);
      producer.abortTransaction();
      producer.beginTransaction();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, 40, 59);
      await().atMost(Clients.LIMIT).until(() -> read("read_committed").equals(range(0, 19)));
      assertEquals(range(0, 59), read("read_uncommitted"));
      producer.commitTransaction();
      List<Integer> committed = new ArrayList<>(range(0, 19));
      committed.addAll(range(40, 59));
      await().atMost(Clients.LIMIT).until(() -> read("read_committed").equals(committed));
    }
  }

  @Test
  void anOlderProducerIsFencedAndItsTransactionAborted() {
    try (Producer<String, String> old = producer(Map.of())) {
      old.beginTransaction();
      send(old, 0, 9);
      try (Producer<String, String> young = producer(Map.of())) {
        young.beginTransaction();
        send(young, 10, 19);
        young.commitTransaction();
      }
      assertThrows(ProducerFencedException.class, old::commitTransaction);
      await().atMost(Clients.LIMIT).until(() -> read("read_committed").equals(range(10, 19)));
    }
  }

  @Test
  void aTransactionThatTakesTooLongIsAborted() {
    try (Producer<String, String> producer = producer(Map.of("transaction.timeout.ms", 500));
        Admin admin = clients.admin()) {
      producer.beginTransaction();
      try {
        send(producer, 0, 9);
      } catch (KafkaException e) {
        // Its time was over before everything was sent.
      }
      await().until(() -> state(admin) == TransactionState.COMPLETE_ABORT);
      assertThrows(KafkaException.class, producer::commitTransaction);
      assertEquals(List.of(), read("read_committed"));
    }
  }

  private TransactionState state(Admin admin) {
    return Clients.get(admin.describeTransactions(List.of(id)).description(id)).state();
  }

  @Test
  void offsetsBelongToTheTransaction() {
    TopicPartition partition = new TopicPartition(topic, 0);
    ConsumerGroupMetadata group = new ConsumerGroupMetadata(Clients.unique("moved"));
    try (Producer<String, String> producer = producer(Map.of());
        Consumer<String, String> consumer = clients.member(group.groupId(), Map.of())) {
      for (long offset : new long[] {5, 6, 7}) {
        producer.beginTransaction();
        producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(offset)), group);
        if (offset == 6) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
        long expected = offset == 6 ? 5 : offset;
        assertEquals(
            expected, Clients.of(consumer.committed(Set.of(partition)), partition).offset());
      }
    }
  }

  @Test
  void anOperatorSeesTransactionsAndAbortsOne() {
    try (Producer<String, String> producer = producer(Map.of("transaction.timeout.ms", 600_000))) {
      producer.beginTransaction();
      send(producer, 0, 1);
      assertTrue(tool("list").contains(id));
      String described = tool("describe", "--transactional-id", id);
      assertTrue(described.contains("Ongoing") && described.contains(topic), described);
      String producers = tool("describe-producers", "--topic", topic, "--partition", "0");
      assertTrue(producers.lines().count() >= 2, producers);
      String hanging =
          tool(
              "find-hanging",
              "--topic",
              topic,
              "--partition",
              "0",
              "--max-transaction-timeout",
              "0");
      assertTrue(!hanging.contains(topic), hanging);
      tool("abort", "--topic", topic, "--partition", "0", "--start-offset", "0");
      await()
          .atMost(Clients.LIMIT)
          .until(() ->
              tool("describe-producers", "--topic", topic, "--partition", "0").contains("None"));
      producer.abortTransaction();
    }
  }

  private String tool(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", server.bootstrap()));
    all.addAll(List.of(arguments));
    return tools.run(TRANSACTIONS, all, "").orThrow();
  }
}
