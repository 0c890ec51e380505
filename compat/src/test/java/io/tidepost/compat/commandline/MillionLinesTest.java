package io.tidepost.compat.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.server.ServerUnderTest;
import io.tidepost.compat.support.Clients;
import io.tidepost.compat.support.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file goes in with `produce`, comes back with `consume` through two members of a group, and is
/// compared whole; also when the server is killed again and again meanwhile.
final class MillionLinesTest {
  @TempDir Path folder;
  private final ServerUnderTest server =
      ServerUnderTest.create(Shared.temporary("lines"), Shared.OPTIONS);

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aMillionLinesComeBackThroughTwoMembersOfAGroup() throws IOException {
    server.start();
    Lines lines = new Lines(1_000_000);
    Path file = lines.write(folder.resolve("lines.txt"));
    Tidepost tidepost = new Tidepost(folder, server.bootstrap());
    tidepost.run(null, "topic", "create", "lines", "--partitions", "4");
    String[] member = {
      "consume",
      "lines",
      "--group",
      "readers",
      "--follow",
      "--output",
      "key-value",
      "--key-separator",
      ":",
      "--quiet"
    };
    try (ChildProcess one = tidepost.start(null, member);
        ChildProcess two = tidepost.start(null, member)) {
      awaitMembers("readers", 2);
      tidepost.run(
          file, "produce", "lines", "--key-separator", ":", "--compression", "zstd", "--quiet");
      await()
          .atMost(Tidepost.LIMIT)
          .until(() -> size("consume-1.out") + size("consume-2.out") >= Files.size(file));
      assertEquals(0, Tidepost.end(one), one::describe);
      assertEquals(0, Tidepost.end(two), two::describe);
    }
    lines.check(folder.resolve("consume-1.out"));
    lines.check(folder.resolve("consume-2.out"));
    lines.checkComplete();
  }

  @Test
  void aServerKilledAgainAndAgainLosesNothingDoublesNothingAndKeepsTheOrder() throws IOException {
    server.start();
    Lines lines = new Lines(400_000);
    Path file = lines.write(folder.resolve("lines.txt"));
    Tidepost tidepost = new Tidepost(folder, server.bootstrap());
    tidepost.run(null, "topic", "create", "lines", "--partitions", "4");
    try (ChildProcess produce =
        tidepost.start(file, "produce", "lines", "--key-separator", ":", "--quiet")) {
      for (int kill = 1; kill <= 3; kill++) {
        long enough = written() + 60_000;
        await().atMost(Tidepost.LIMIT).until(() -> !produce.isAlive() || written() >= enough);
        server.kill();
        server.start();
      }
      assertEquals(0, produce.awaitExit(Tidepost.LIMIT), produce::describe);
    }
    tidepost.run(
        null, "consume", "lines", "--output", "key-value", "--key-separator", ":", "--quiet");
    lines.check(folder.resolve("consume-2.out"));
    lines.checkComplete();
  }

  private void awaitMembers(String group, int count) {
    try (Admin admin = new Clients(server).admin()) {
      await()
          .atMost(Clients.LIMIT)
          .ignoreExceptions()
          .until(() ->
              Clients.of(Clients.get(admin.describeConsumerGroups(List.of(group)).all()), group)
                      .members()
                      .size()
                  == count);
    }
  }

  /// How many records the topic holds, a measure of how far the producer has come.
  private long written() {
    List<TopicPartition> partitions =
        IntStream.range(0, 4).mapToObj(number -> new TopicPartition("lines", number)).toList();
    try (Consumer<String, String> consumer = new Clients(server).consumer(Map.of())) {
      return consumer.endOffsets(partitions).values().stream().mapToLong(end -> end).sum();
    }
  }

  private long size(String name) throws IOException {
    return Files.size(folder.resolve(name));
  }
}
