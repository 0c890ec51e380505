package io.tidepost.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/// One broker in this process, driven by Kafka's own clients.
class TidepostTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  private static List<String> values(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::value).toList();
  }

  private static void send(Tidepost kafka, String topic, String... values) throws Exception {
    try (var producer = kafka.producer()) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
    }
  }

  @Test
  void groupsAndTransactionsWork() throws Exception {
    long began = System.nanoTime();
    try (Tidepost kafka = Tidepost.builder().topic("orders", 2).start()) {
      System.out.println("one node, one topic: " + millisSince(began) + " ms");
      began = System.nanoTime();
      try (Tidepost second = Tidepost.start()) {
        System.out.println("one more node: " + millisSince(began) + " ms");
        assertNotEquals(kafka.bootstrapServers(), second.bootstrapServers());
        send(second, "elsewhere", "x");
      }
      Map<String, Object> settings =
          Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "till");
      try (var producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("orders", "k", "aborted"));
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("orders", "k", "committed"));
        producer.commitTransaction();
      }
      assertEquals(List.of("committed"), values(kafka.records("orders", 1)));
      try (KafkaConsumer<String, String> consumer = kafka.consumer("billing")) {
        consumer.subscribe(List.of("orders"));
        await()
            .atMost(LIMIT)
            .until(() -> consumer.poll(Duration.ofMillis(100)).count(), count -> count > 0);
        consumer.commitSync();
      }
      try (Admin admin = kafka.admin()) {
        assertEquals(Set.of("orders", "__consumer_offsets", "__transaction_state"), names(admin));
      }
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private static Set<String> names(Admin admin) throws Exception {
    return admin
        .listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
        .names()
        .get();
  }

  @Test
  void timeIsTheTestsToMoveOn() throws Exception {
    Map<String, String> configs =
        Map.of(
            "retention.ms", "86400000",
            "segment.ms", "3600000",
            "message.timestamp.type", "LogAppendTime");
    try (Tidepost kafka = Tidepost.builder().topic("visits", 1, configs).start()) {
      send(kafka, "visits", "old");
      Instant before = Instant.ofEpochMilli(kafka.records("visits", 1).getFirst().timestamp());
      kafka.clock().advance(Duration.ofDays(2));
      send(kafka, "visits", "new");
      TopicPartition partition = new TopicPartition("visits", 0);
      try (Admin admin = kafka.admin()) {
        await().atMost(LIMIT).until(() -> earliest(admin, partition), offset -> offset == 1);
      }
      ConsumerRecord<String, String> left = kafka.records("visits", 1).getFirst();
      assertEquals("new", left.value());
      Duration apart = Duration.between(before, Instant.ofEpochMilli(left.timestamp()));
      assertTrue(apart.compareTo(Duration.ofDays(2)) >= 0, apart.toString());
      assertThrows(
          IllegalArgumentException.class, () -> kafka.clock().advance(Duration.ofDays(-1)));
    }
  }

  private static long earliest(Admin admin, TopicPartition partition) throws Exception {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.earliest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  @Test
  void offsetsOfGroupsThatAreEmptyEndInTime() throws Exception {
    try (Tidepost kafka = Tidepost.builder().topic("visits", 1).start();
        Admin admin = kafka.admin()) {
      send(kafka, "visits", "a");
      try (KafkaConsumer<String, String> consumer = kafka.consumer("gone")) {
        consumer.subscribe(List.of("visits"));
        await()
            .atMost(LIMIT)
            .until(() -> consumer.poll(Duration.ofMillis(100)).count(), count -> count > 0);
        consumer.commitSync();
      }
      assertEquals(1, committed(admin, "gone").size());
      kafka.clock().advance(Duration.ofDays(8));
      await().atMost(LIMIT).until(() -> committed(admin, "gone").isEmpty());
    }
  }

  private static Map<TopicPartition, ?> committed(Admin admin, String group) throws Exception {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      assertInstanceOf(org.apache.kafka.common.errors.GroupIdNotFoundException.class, e.getCause());
      return Map.of();
    }
  }

  @Test
  void whatWasWrittenOutlivesAKill() throws Exception {
    try (Tidepost kafka = Tidepost.builder().topic("orders", 1).start()) {
      TidepostNode node = kafka.node(1);
      send(kafka, "orders", "1", "2");
      try (var producer = kafka.producer()) {
        producer.partitionsFor("orders");
        node.kill();
        assertFalse(node.isRunning());
        Future<RecordMetadata> waiting = producer.send(new ProducerRecord<>("orders", "3"));
        node.start();
        waiting.get();
      }
      node.restart();
      assertEquals(List.of("1", "2", "3"), values(kafka.records("orders", 3)));
    }
  }

  @Test
  void aNodeThatStandsStillAnswersNothing() throws Exception {
    try (Tidepost kafka = Tidepost.builder().topic("orders", 1).start()) {
      Map<String, Object> hasty =
          Map.of(
              "bootstrap.servers", kafka.bootstrapServers(),
              "delivery.timeout.ms", 1500,
              "request.timeout.ms", 1000,
              "linger.ms", 0);
      try (var producer =
          new KafkaProducer<>(hasty, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>("orders", "before")).get();
        kafka.node(1).pause();
        ExecutionException late =
            assertThrows(
                ExecutionException.class,
                () -> producer.send(new ProducerRecord<>("orders", "late")).get());
        assertInstanceOf(TimeoutException.class, late.getCause());
        kafka.node(1).resume();
      }
      send(kafka, "orders", "after");
      List<String> held = values(kafka.records("orders", 2));
      assertEquals("before", held.getFirst());
      kafka.node(1).pause(); // closing lets it go
    }
  }

  @Test
  void aFullDiskRefusesAndRecovers() throws Exception {
    try (Tidepost kafka = Tidepost.builder().topic("orders", 1).start()) {
      send(kafka, "orders", "before");
      kafka.node(1).fillDisk();
      try (var producer = kafka.producer()) {
        List<Future<RecordMetadata>> sent =
            IntStream.range(0, 20)
                .mapToObj(i -> producer.send(new ProducerRecord<>("orders", "x".repeat(100_000))))
                .toList();
        assertThrows(
            java.util.concurrent.TimeoutException.class,
            () -> sent.getLast().get(1, TimeUnit.SECONDS));
        assertEquals(List.of("before"), values(kafka.records("orders", 1)).subList(0, 1));
        kafka.node(1).freeDisk();
        for (Future<RecordMetadata> each : sent) {
          each.get();
        }
      }
      assertEquals(21, kafka.records("orders", 21).size());
    }
  }

  @Test
  void schemasAreServed() throws Exception {
    try (Tidepost kafka = Tidepost.builder().schemaRegistry().start()) {
      assertEquals("{\"id\":1}", register(kafka));
    }
    try (Tidepost kafka = Tidepost.start()) {
      assertThrows(IllegalStateException.class, kafka::schemaRegistryUrl);
    }
  }

  private static String register(Tidepost kafka) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  URI.create(kafka.schemaRegistryUrl() + "/subjects/orders-value/versions"))
              .header("Content-Type", "application/vnd.schemaregistry.v1+json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"\\\"string\\\"\"}"))
              .build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void optionsAreCheckedByName() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Tidepost.builder().option("num.partition", "2").start());
    assertTrue(String.valueOf(refused.getMessage()).contains("num.partitions"), refused::toString);
    assertThrows(
        IllegalArgumentException.class, () -> Tidepost.builder().option("log.dirs", "here"));
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Set<Path> filesBefore = files();
    Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    String address;
    try (Tidepost kafka = Tidepost.builder().nodes(3).topic("orders", 2).schemaRegistry().start()) {
      send(kafka, "orders", "1", "2", "3");
      kafka.records("orders", 3);
      assertEquals("{\"id\":1}", register(kafka));
      address = kafka.node(1).address();
      kafka.node(2).kill();
      kafka.node(3).pause();
    }
    await().atMost(LIMIT).untilAsserted(() -> assertEquals(Set.of(), newThreads(threadsBefore)));
    assertEquals(filesBefore, files());
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    new java.net.ServerSocket(port).close();
  }

  private static Set<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !isOfTheJvm(name))
        .collect(Collectors.toSet());
  }

  /// Threads that the JDK keeps for everybody once somebody needed them.
  private static boolean isOfTheJvm(String name) {
    return name.startsWith("ForkJoinPool")
        || name.startsWith("VirtualThread-")
        || name.startsWith("awaitility")
        || name.startsWith("Attach ")
        || name.startsWith("process reaper")
        || name.equals("Common-Cleaner")
        || name.startsWith("Cleaner-")
        || name.startsWith("Read-Poller")
        || name.startsWith("Write-Poller")
        || name.equals("MasterPoller");
  }

  private static Set<Path> files() throws Exception {
    try (Stream<Path> here = Files.list(Path.of(""))) {
      return here.collect(Collectors.toSet());
    }
  }
}
