package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `tidepost topic export`, `import` and `copy`.
@ExtendWith(Shared.class)
final class TransferTest {

  private static final int PARTITIONS = 3;
  private static final int EACH = 40;

  /// The records are from 1970.
  private static final Map<String, String> KEEP = Map.of("retention.ms", "-1");

  private final ServerUnderTest server;
  private final Clients clients;
  private final InProcess tidepost;

  @TempDir Path folder;

  TransferTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
    this.tidepost = new InProcess(server.bootstrap());
  }

  private static byte @Nullable [] part(int number) {
    return switch (number % 4) {
      case 0 -> null;
      case 1 -> new byte[] {(byte) 0xff, 0, (byte) number};
      case 2 -> new byte[0];
      default -> ("text \"é\" " + number).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int partition, int number) {
    var record =
        new ProducerRecord<>(topic, partition, 1_000_000L + number, part(number), part(number / 4));
    record
        .headers()
        .add(new RecordHeader("number", String.valueOf(number).getBytes(StandardCharsets.UTF_8)));
    record.headers().add(new RecordHeader("number", part(number)));
    return record;
  }

  private void write(String topic, int from, int to) {
    try (Producer<byte[], byte[]> producer =
        clients.producer(Map.of(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int i = from; i < to; i++) {
          producer.send(record(topic, partition, i));
        }
      }
    }
  }

  /// A topic with records of every kind, and some that were aborted.
  private String filled() {
    String topic =
        clients.topic(
            "moving", PARTITIONS, Map.of("retention.ms", "-1", "max.message.bytes", "123456"));
    write(topic, 0, EACH / 2);
    Map<String, Object> transactional = Map.of("transactional.id", Clients.unique("moving"));
    try (Producer<byte[], byte[]> producer =
        clients.producer(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(topic, 1, 7));
      producer.abortTransaction();
    }
    write(topic, EACH / 2, EACH);
    // Whoever aborts is answered before the markers are everywhere, and what is behind an open
    // transaction is not there yet for a reader of what is committed.
    await()
        .atMost(Clients.LIMIT)
        .until(() -> ends(topic, "read_committed").equals(ends(topic, "read_uncommitted")));
    return topic;
  }

  private Map<TopicPartition, Long> ends(String topic, String isolation) {
    try (var consumer = clients.consumer(Map.of("isolation.level", isolation))) {
      return consumer.endOffsets(
          IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList());
    }
  }

  /// All that a record is, per partition in order.
  private Map<Integer, List<String>> contents(String topic) {
    Map<Integer, List<String>> all = new TreeMap<>();
    Map<String, Object> options =
        Map.of(
            "bootstrap.servers", server.bootstrap(),
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed");
    try (var consumer =
        new org.apache.kafka.clients.consumer.KafkaConsumer<>(
            options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < Clients.of(ends, p))) {
        consumer
            .poll(java.time.Duration.ofMillis(100))
            .forEach(record ->
                all.computeIfAbsent(record.partition(), _ -> new ArrayList<>())
                    .add(
                        record.timestamp()
                            + " "
                            + text(record.key())
                            + " "
                            + text(record.value())
                            + " "
                            + record.headers()));
      }
    }
    return all;
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "-" : java.util.HexFormat.of().formatHex(bytes);
  }

  private boolean exists(String topic) {
    try (Admin admin = clients.admin()) {
      return Clients.get(admin.listTopics().names()).contains(topic);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "jsonl.gz", "jsonl.zst"})
  void whatIsExportedIsImportedAsItWas(String extension) throws IOException {
    String topic = filled();
    String file = folder.resolve("topic." + extension).toString();
    JsonNode exported = tidepost.json("topic", "export", topic, file);
    assertEquals(PARTITIONS * EACH, exported.get(0).get("records").asInt());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
    String copy = Clients.unique("imported");
    JsonNode imported = tidepost.json("topic", "import", file, copy);
    assertEquals(PARTITIONS * EACH, imported.get(0).get("records").asInt());
    Map<Integer, List<String>> expected = contents(topic);
    assertEquals(EACH, Clients.of(expected, 1).size());
    assertEquals(expected, contents(copy));
    JsonNode configs = tidepost.json("topic", "describe", copy).get(0).get("configs");
    assertEquals("123456", configs.get("max.message.bytes").asText());
    assertTrue(tidepost.run("topic", "export", topic, file).failed().contains("--force"));
    assertTrue(tidepost.run("topic", "import", file, copy).failed().contains("--resume"));
  }

  @Test
  void aFileThatIsCutOffOrDamagedMakesNoTopic() throws IOException {
    String topic = filled();
    Path file = folder.resolve("topic.jsonl");
    tidepost.run("topic", "export", topic, file.toString()).ok();
    List<String> lines = Files.readAllLines(file);
    String copy = Clients.unique("damaged");
    Path cut = folder.resolve("cut.jsonl");
    Files.write(cut, lines.subList(0, lines.size() - 1));
    assertTrue(
        tidepost.run("topic", "import", cut.toString(), copy).failed().contains("is cut off"));
    Files.writeString(cut, Files.readString(file).replaceFirst("text", "best"));
    assertTrue(tidepost.run("topic", "import", cut.toString(), copy).failed().contains("checksum"));
    tidepost.run("topic", "export", topic, folder.resolve("whole.gz").toString()).ok();
    byte[] whole = Files.readAllBytes(folder.resolve("whole.gz"));
    Path half = folder.resolve("half.gz");
    Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertTrue(
        tidepost.run("topic", "import", half.toString(), copy).failed().contains("is cut off"));
    assertFalse(exists(copy));
  }

  @Test
  void anImportThatWasCutShortGoesOn() {
    String topic = filled();
    String file = folder.resolve("topic.jsonl").toString();
    tidepost.run("topic", "export", topic, file).ok();
    String half = clients.topic("half", PARTITIONS, KEEP);
    write(half, 0, 10);
    JsonNode resumed = tidepost.json("topic", "import", file, half, "--resume");
    assertEquals(PARTITIONS * 10, resumed.get(0).get("skipped").asInt());
    assertEquals(PARTITIONS * (EACH - 10), resumed.get(0).get("records").asInt());
    assertEquals(contents(topic), contents(half));
    JsonNode again = tidepost.json("topic", "copy", topic, half, "--resume");
    assertEquals(0, again.get(0).get("records").asInt());
    String foreign = clients.topic("foreign", PARTITIONS);
    clients.writeNumbers(foreign, 2, 1, 5);
    assertTrue(
        tidepost
            .run("topic", "import", file, foreign, "--resume")
            .failed()
            .contains("partition 2 of '" + foreign + "' is not the beginning"));
  }

  @Test
  void whoseRecordsAreTooOldIsTold() {
    String topic = filled();
    String brief = clients.topic("brief", PARTITIONS);
    var copied = tidepost.run("topic", "copy", topic, brief);
    copied.ok();
    assertTrue(copied.err().contains("retention.ms=604800000"), copied.err());
  }

  @Test
  void aTopicIsCopied() {
    String topic = filled();
    String copy = Clients.unique("copy");
    assertTrue(tidepost.run("topic", "copy", topic).failed().contains("to itself"));
    JsonNode copied =
        tidepost.json("topic", "copy", topic, copy, "--to-bootstrap-server", server.bootstrap());
    assertEquals(PARTITIONS * EACH, copied.get(0).get("records").asInt());
    assertEquals(contents(topic), contents(copy));
    String narrow = clients.topic("narrow", 1, KEEP);
    assertTrue(tidepost.run("topic", "copy", topic, narrow).failed().contains("--repartition"));
    tidepost.run("topic", "copy", topic, narrow, "--repartition").ok();
    assertEquals(PARTITIONS * EACH, Clients.of(contents(narrow), 0).size());
    tidepost.run("topic", "copy", topic, narrow, "--repartition", "--append", "-z", "lz4").ok();
    assertEquals(2 * PARTITIONS * EACH, Clients.of(contents(narrow), 0).size());
  }
}
