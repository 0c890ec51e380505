package io.tidepost.compat.transaction;

import static org.awaitility.Awaitility.await;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
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

/// Kafka Streams counts words ([WordCountMain]) between two topics of two partitions each: what is
/// written, and what has to come out.
final class WordCount {

  /// What is in each line, each once.
  static final List<String> WORDS = List.of("tide", "post", "log", "wave", "moon");

  static final Duration LIMIT = Duration.ofMinutes(4);

  private final String bootstrap;
  private final Clients clients;
  private final String application = Clients.unique("words");
  private final String lines;
  private final String counts;

  WordCount(String bootstrap, String lines, String counts) {
    this.bootstrap = bootstrap;
    this.clients = new Clients(bootstrap);
    this.lines = lines;
    this.counts = counts;
  }

  /// Starts an instance of the application.
  ChildProcess instance() {
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
    command.addAll(List.of(WordCountMain.class.getName(), bootstrap, application));
    command.addAll(List.of(lines, counts, folder.toString()));
    return ChildProcess.start("streams", folder, command);
  }

  /// Writes lines, and waits until they are acknowledged.
  void write(int lineCount) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < lineCount; i++) {
        producer.send(
            new ProducerRecord<>(lines, i % 2, Integer.toString(i), String.join(" ", WORDS)));
      }
    }
  }

  /// The counts that came out, by word, in their order.
  Map<String, List<Integer>> read(int lineCount) {
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
            return seen.size() >= lineCount * WORDS.size();
          });
    }
    return all;
  }

  /// What [#read] ought to be: each word was counted upwards, once for each line.
  static Map<String, List<Integer>> expected(int lineCount) {
    Map<String, List<Integer>> all = new TreeMap<>();
    List<Integer> upwards = Clients.numbers(1, lineCount).stream().map(Integer::valueOf).toList();
    WORDS.forEach(word -> all.put(word, upwards));
    return all;
  }
}
