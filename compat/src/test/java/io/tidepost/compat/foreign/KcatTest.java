package io.tidepost.compat.foreign;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// librdkafka, as Debian ships it in kcat, writes and reads with every codec and consumes in
/// groups.
@ExtendWith(Shared.class)
final class KcatTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final ServerUnderTest server;
  private final Clients clients;
  private int runs;

  KcatTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void whatKcatWritesWithACodecTheJavaClientReads(String codec) throws IOException {
    String topic = clients.topic("kcat-writes", 1);
    Path lines = lines(Clients.numbers(1, 2_000));
    kcat(
        lines,
        "-P",
        "-t",
        topic,
        "-z",
        codec,
        "-X",
        "enable.idempotence=true",
        "-X",
        "linger.ms=20");
    assertEquals(Clients.numbers(1, 2_000), Clients.values(clients.readAll(topic)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void whatTheJavaClientWritesWithACodecKcatReads(String codec) throws IOException {
    String topic = clients.topic("kcat-reads", 1);
    try (Producer<String, String> producer =
        clients.producer(Map.of("compression.type", codec, "linger.ms", 20))) {
      for (String number : Clients.numbers(1, 2_000)) {
        producer.send(new ProducerRecord<>(topic, 0, "key", number));
      }
    }
    String out = kcat(null, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%o %k %s\\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      expected.add(i + " key " + (i + 1));
    }
    assertEquals(expected, out.lines().toList());
  }

  @Test
  void keysHeadersAndPartitionsComeThrough() throws IOException {
    String topic = clients.topic("kcat-headers", 3);
    kcat(
        lines(List.of("a:1", "b:2")), "-P", "-t", topic, "-K", ":", "-p", "2", "-H", "origin=kcat");
    String out =
        kcat(null, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%p %k %s %h\\n");
    assertEquals(List.of("2 a 1 origin=kcat", "2 b 2 origin=kcat"), out.lines().toList());
  }

  @Test
  void metadataAndOffsetsByTimeAreListed() throws IOException {
    String topic = clients.topic("kcat-lists", 3);
    clients.writeNumbers(topic, 1, 1, 10);
    String metadata = kcat(null, "-L", "-t", topic);
    assertTrue(metadata.contains("topic \"" + topic + "\" with 3 partitions"), metadata);
    assertTrue(metadata.contains("broker"), metadata);
    assertTrue(kcat(null, "-Q", "-t", topic + ":1:-1").contains("offset 10"));
    assertTrue(kcat(null, "-Q", "-t", topic + ":1:1000").contains("offset 0"));
  }

  @Test
  void twoMembersOfAGroupShareATopicAndCommit() throws IOException {
    String topic = clients.topic("kcat-group", 4);
    String group = Clients.unique("kcat");
    for (int partition = 0; partition < 4; partition++) {
      clients.writeNumbers(topic, partition, partition * 100, partition * 100 + 99);
    }
    try (ChildProcess one = member("one", group, topic);
        ChildProcess two = member("two", group, topic)) {
      await()
          .atMost(LIMIT)
          .until(() -> one.out().lines().count() + two.out().lines().count() >= 400);
      await()
          .atMost(LIMIT)
          .until(() -> one.err().contains("assigned") && two.err().contains("assigned"));
      one.terminate(LIMIT);
      two.terminate(LIMIT);
      Set<String> both = new HashSet<>(one.out().lines().toList());
      both.addAll(two.out().lines().toList());
      assertEquals(new HashSet<>(Clients.numbers(0, 399)), both);
    }
    clients.writeNumbers(topic, 0, 400, 404);
    try (ChildProcess later = member("later", group, topic)) {
      await().atMost(LIMIT).until(() -> later.out().lines().count() >= 5);
      later.terminate(LIMIT);
      assertEquals(
          Clients.numbers(400, 404),
          later.out().lines().toList(),
          "it continues behind what was committed");
    }
  }

  private ChildProcess member(String name, String group, String topic) {
    return start(
        name,
        null,
        "-G",
        group,
        "-X",
        "auto.offset.reset=earliest",
        "-X",
        "heartbeat.interval.ms=200",
        "-u",
        topic);
  }

  private Path lines(List<String> lines) throws IOException {
    return Files.write(folder.resolve("input-" + runs++), lines);
  }

  private String kcat(@Nullable Path stdin, String... arguments) {
    try (ChildProcess kcat = start("kcat-" + runs++, stdin, arguments)) {
      assertEquals(0, kcat.awaitExit(LIMIT), kcat::describe);
      return kcat.out();
    }
  }

  private ChildProcess start(String name, @Nullable Path stdin, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Places.executable("kcat", "apt-get install kcat").toString(),
            "-b",
            server.bootstrap()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(name, folder, command, Map.of(), stdin);
  }
}
