package io.tidepost.compat.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A consumer that keeps its results and where it is together in a store of its own, and tells the
/// broker nothing: it seeks to where it was, and each result is there once.
@ExtendWith(Shared.class)
final class OutsideOffsetsTest {
  private static final int RECORDS = 60;

  private final Clients clients;
  private final String topic;

  @TempDir Path store;

  OutsideOffsetsTest(ServerUnderTest server) {
    this.clients = new Clients(server);
    this.topic = clients.topic("outside", 1);
  }

  /// The results so far; how many there are says where to go on.
  private List<String> results() throws IOException {
    Path file = store.resolve("results");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /// One life of the consumer: it stores some results and then forgets what it has read since.
  private void live(int most) throws IOException {
    var partition = new TopicPartition(topic, 0);
    List<String> known = new ArrayList<>(results());
    int goal = Math.min(RECORDS, known.size() + most);
    try (Consumer<String, String> consumer =
        clients.consumer(Map.of("enable.auto.commit", "false", "max.poll.records", "7"))) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, known.size());
      await()
          .atMost(Clients.LIMIT)
          .until(() -> {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
              if (known.size() < goal) {
                assertEquals(known.size(), record.offset());
                known.add(record.value());
              }
            }
            return known.size() == goal;
          });
    }
    Files.write(store.resolve("results"), known);
  }

  @Test
  void eachResultIsStoredOnce() throws IOException {
    clients.writeNumbers(topic, 0, 1, RECORDS);
    while (results().size() < RECORDS) {
      live(25);
    }
    assertEquals(IntStream.rangeClosed(1, RECORDS).mapToObj(String::valueOf).toList(), results());
    try (Admin admin = clients.admin()) {
      assertTrue(
          Clients.get(admin.listGroups().all()).stream()
              .noneMatch(group -> group.groupId().contains(topic)));
    }
  }
}
