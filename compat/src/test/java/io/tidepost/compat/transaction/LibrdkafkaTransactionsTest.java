package io.tidepost.compat.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A C program on Debian's librdkafka, whose transactions are of the protocol before KIP-890.
@ExtendWith(Shared.class)
@Tag("three-nodes")
final class LibrdkafkaTransactionsTest {

  @Test
  void commitsAbortsMovesOffsetsAndIsFenced(ServerUnderTest server) throws IOException {
    Clients clients = new Clients(server);
    String topic = clients.topic("librdkafka", 2);
    String group = Clients.unique("librdkafka-group");
    Path program = compiled();
    List<String> command =
        List.of(
            program.toString(),
            server.bootstrap(),
            topic,
            Clients.unique("librdkafka-transactional"),
            group);
    try (ChildProcess process =
        ChildProcess.start("librdkafka", Shared.temporary("librdkafka"), command)) {
      assertEquals(0, process.awaitExit(Duration.ofMinutes(4)), process::describe);
      assertEquals("ok", process.out().strip(), process::describe);
    }
    TopicPartition first = new TopicPartition(topic, 0);
    try (Consumer<String, String> consumer =
        clients.member(group, Map.of("isolation.level", "read_committed"))) {
      assertEquals(5, Clients.of(consumer.committed(Set.of(first)), first).offset());
      List<TopicPartition> both = List.of(first, new TopicPartition(topic, 1));
      consumer.assign(both);
      consumer.seekToBeginning(both);
      List<Integer> values =
          new ArrayList<>(
              Clients.read(consumer, 20).stream()
                  .map(record -> Integer.valueOf(record.value()))
                  .toList());
      values.sort(null);
      List<Integer> expected = new ArrayList<>(numbers(0, 9));
      expected.addAll(numbers(30, 39));
      assertEquals(expected, values);
    }
  }

  private static List<Integer> numbers(int from, int to) {
    return Clients.numbers(from, to).stream().map(Integer::valueOf).toList();
  }

  private static Path compiled() throws IOException {
    Path source = Places.root().resolve("compat/src/test/librdkafka/transactions.c");
    Path folder = Places.root().resolve("compat/target/librdkafka");
    Files.createDirectories(folder);
    Path program = folder.resolve("transactions");
    Path compiler = Places.executable("gcc", "apt-get install gcc librdkafka-dev");
    List<String> command =
        List.of(compiler.toString(), "-o", program.toString(), source.toString(), "-lrdkafka");
    try (ChildProcess compile = ChildProcess.start("gcc", folder, command)) {
      assertEquals(
          0,
          compile.awaitExit(Clients.LIMIT),
          () -> "apt-get install gcc librdkafka-dev\n" + compile.describe());
    }
    return program;
  }
}
