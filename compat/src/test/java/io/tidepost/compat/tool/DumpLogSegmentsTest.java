package io.tidepost.compat.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.OneNode;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Apache's `kafka-dump-log` reads the files that the running server writes: segments, both
/// indexes, producer snapshots, committed offsets and cluster metadata.
@ExtendWith(Shared.class)
final class DumpLogSegmentsTest {
  private final ServerUnderTest server;
  private final ApacheTools tools;
  private final Clients clients;

  DumpLogSegmentsTest(ServerUnderTest server, ApacheTools tools) {
    this.server = server;
    this.tools = tools;
    this.clients = new Clients(server);
  }

  private String dump(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--files", file.toString()));
    arguments.addAll(List.of(options));
    String out = tools.run("org.apache.kafka.tools.DumpLogSegments", arguments, "").orThrow();
    assertTrue(out.contains("Dumping " + file), out);
    for (String complaint :
        List.of(
            "mismatch",
            "Non-consecutive",
            "out of order",
            "isvalid: false",
            "Failed",
            "not found")) {
      assertFalse(
          out.contains(complaint),
          () -> complaint + " in " + out.substring(0, Math.min(3_000, out.length())));
    }
    return out;
  }

  /// Writes 300 records of 10 KB, which makes at least three segments, and waits until the first
  /// one has been closed.
  private Path writtenFolder() {
    String topic =
        clients.topic(
            "dumped", 1, Map.of("segment.bytes", "1048576", "index.interval.bytes", "4096"));
    try (Producer<String, String> producer = clients.producer(Map.of("batch.size", 30_000))) {
      for (int i = 0; i < 300; i++) {
        producer.send(new ProducerRecord<>(topic, 0, null, "key-" + i, i + "x".repeat(10_000)));
      }
    }
    Path folder = server.dataDirectory().resolve(topic + "-0");
    await()
        .atMost(Clients.LIMIT)
        .until(() -> files(folder, ".log").size() >= 3 && !files(folder, ".snapshot").isEmpty());
    return folder;
  }

  @Test
  void aSegmentItsIndexesAndItsSnapshotAreSound() {
    Path folder = writtenFolder();
    Path segment = files(folder, ".log").getFirst();
    String records = dump(segment, "--deep-iteration", "--print-data-log");
    assertTrue(records.contains("key: key-0 payload: 0x"), records.substring(0, 1_000));
    assertTrue(records.contains("isTransactional: false"), records.substring(0, 1_000));
    long count = records.lines().filter(line -> line.startsWith("| offset: ")).count();
    assertTrue(count > 50 && count < 300, "records in the first segment: " + count);

    Path offsetIndex = files(folder, ".index").getFirst();
    assertTrue(dump(offsetIndex).lines().filter(line -> line.startsWith("offset: ")).count() > 10);
    assertTrue(dump(offsetIndex, "--index-sanity-check").contains("passed sanity check"));
    dump(offsetIndex, "--verify-index-only");

    Path timeIndex = files(folder, ".timeindex").getFirst();
    assertTrue(dump(timeIndex).contains("timestamp: "));
    dump(timeIndex, "--verify-index-only");
    assertTrue(dump(timeIndex, "--index-sanity-check").contains("passed sanity check"));

    String snapshot = dump(files(folder, ".snapshot").getFirst());
    assertTrue(snapshot.contains("producerId: "), snapshot);
    assertTrue(snapshot.contains("lastSequence: "), snapshot);
  }

  @Test
  void committedOffsetsAndGroupsAreDecoded() {
    String topic = clients.topic("dumped-group", 1);
    String group = Clients.unique("dumped");
    clients.writeNumbers(topic, 0, 1, 10);
    try (Consumer<String, String> consumer = clients.member(group, Map.of())) {
      consumer.subscribe(List.of(topic));
      Clients.read(consumer, 10);
    }
    int partition = Math.abs(group.hashCode()) % 3; // as Kafka spreads groups
    Path folder = server.dataDirectory().resolve("__consumer_offsets-" + partition);
    String out = dump(files(folder, ".log").getLast(), "--offsets-decoder");
    assertTrue(
        out.contains("\"group\":\"" + group + "\",\"topic\":\"" + topic + "\",\"partition\":0"),
        out);
    assertTrue(out.contains("\"offset\":10"), out);
    assertTrue(out.contains("\"protocolType\":\"consumer\""), out);
  }

  @Test
  @OneNode("several voters keep the metadata in the files of Apache Ratis")
  void clusterMetadataIsDecoded() {
    String topic = clients.topic("dumped-metadata", 2, Map.of("retention.ms", "4711"));
    Path folder = server.dataDirectory().resolve("__cluster_metadata-0");
    StringBuilder all = new StringBuilder();
    for (Path segment : files(folder, ".log")) {
      all.append(dump(segment, "--cluster-metadata-decoder"));
    }
    String out = all.toString();
    assertTrue(
        out.contains("\"type\":\"TOPIC_RECORD\"") && out.contains("\"name\":\"" + topic + "\""),
        "topic");
    assertTrue(out.contains("\"type\":\"PARTITION_RECORD\""), "partition");
    assertTrue(
        out.contains("\"type\":\"CONFIG_RECORD\"") && out.contains("\"value\":\"4711\""), "config");
    assertTrue(out.contains("\"type\":\"REGISTER_BROKER_RECORD\""), "broker");
  }

  @Test
  void everyFolderSaysWhichTopicItBelongsTo() throws IOException {
    String topic = clients.topic("marked", 1);
    clients.writeNumbers(topic, 0, 1, 1);
    Path file = server.dataDirectory().resolve(topic + "-0").resolve("partition.metadata");
    try (var admin = clients.admin()) {
      var id =
          Clients.of(Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()), topic)
              .topicId();
      assertEquals("version: 0\ntopic_id: " + id, Files.readString(file).strip());
    }
  }

  /// The files of `folder` with this ending, in the order of their base offsets.
  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
