package io.tidepost.compat.transaction;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Kafka Streams counts words with `exactly_once_v2`, a state store and a standby: each word is
/// counted once, also when one of two instances is killed.
@ExtendWith(Shared.class)
final class StreamsExactlyOnceTest {
  private static final List<String> WORDS = List.of("tide", "post", "log", "wave", "moon");
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final ServerUnderTest server;
  private final Clients clients;
  private final String application = Clients.unique("words");
  private final String lines;
  private final String counts;

  StreamsExactlyOnceTest(ServerUnderTest server) {
    this.server = server;
    this.clients = new Clients(server);
    this.lines = clients.topic("lines", 2);
    this.counts = clients.topic("counts", 2);
  }

  private ChildProcess instance() {
    Path folder = Shared.temporary("streams");
    String classPath =
        Path.of("target/test-classes").toAbsolutePath()
            + File.pathSeparator
            + Places.jars("streams-4.3");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Places.java().toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.addAll(List.of(WordCountMain.class.getName(), server.bootstrap(), application));
    command.addAll(List.of(lines, counts, folder.toString()));
    return ChildProcess.start("streams", folder, command);
  }

  /// Each word once per line.
  private void write(int lineCount) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < lineCount; i++) {
        producer.send(
            new ProducerRecord<>(lines, i % 2, Integer.toString(i), String.join(" ", WORDS)));
      }
    }
  }

  /// The counts that came out, by word, in their order.
  private Map<String, List<Integer>> read(int records) {
    Map<String, List<Integer>> all = new TreeMap<>();
    try (Consumer<String, String> consumer =
        clients.consumer(Map.of("isolation.level", "read_committed"))) {
      consumer.assign(List.of(new TopicPartition(counts, 0), new TopicPartition(counts, 1)));
      List<String> seen = new ArrayList<>();
      await()
          .atMost(LIMIT)
          .until(() -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(record -> {
                  seen.add(record.key());
                  all.computeIfAbsent(record.key(), word -> new ArrayList<>())
                      .add(Integer.valueOf(record.value()));
                });
            return seen.size() >= records;
          });
    }
    return all;
  }

  private static Map<String, List<Integer>> expected(int lineCount) {
    Map<String, List<Integer>> all = new TreeMap<>();
    List<Integer> upwards = Clients.numbers(1, lineCount).stream().map(Integer::valueOf).toList();
    WORDS.forEach(word -> all.put(word, upwards));
    return all;
  }

  @Test
  void eachWordIsCountedOnceWhenAnInstanceIsKilled() {
    try (ChildProcess one = instance();
        ChildProcess two = instance()) {
      one.awaitOut(out -> out.contains("state RUNNING"), LIMIT);
      two.awaitOut(out -> out.contains("state RUNNING"), LIMIT);
      write(50);
      assertEquals(expected(50), read(50 * WORDS.size()), () -> one.describe() + two.describe());
      two.kill();
      write(50);
      assertEquals(expected(100), read(100 * WORDS.size()), one::describe);
      Map<String, Integer> stored = new TreeMap<>();
      WORDS.forEach(word -> stored.put(word, 100));
      one.awaitOut(out -> out.contains("stored " + stored), LIMIT);
    }
  }
}
