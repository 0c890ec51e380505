package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.FetchAnswer;
import io.tidepost.bench.load.Payload;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ApacheKafka;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;

/// From the start of the process until the first record has been produced and consumed, and the CPU
/// that took. Kafka's storage is formatted before the clock starts; Tidepost formats within it.
final class StartUp implements Scenario {

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    if (server instanceof ApacheKafka kafka) {
      kafka.format();
    }
    Payload.batch(new Random(1), "none", 1, 100);
    long begin = System.nanoTime();
    server.launch();
    firstRecord(server);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuSeconds = Usage.cpuSeconds(server.pid());
    return List.of(
        Figure.cost("start to first record produced and consumed, s", seconds, 0.1),
        Figure.cost("CPU until then, s", cpuSeconds, 0));
  }

  /// Connects as soon as somebody listens, creates a topic, produces a record and reads it back.
  static void firstRecord(ServerUnderTest server) {
    try (Connection connection = connected(server)) {
      Wire.createTopic(connection, "first", 1);
      Wire.awaitWritable(connection, "first", 1);
      long[] offsets = {0};
      while (offsets[0] == 0) {
        connection.send(Wire.fetch("first", offsets));
        FetchAnswer.receive(connection, offsets);
      }
    }
  }

  /// A connection whose first request was answered: servers that listen before they serve close
  /// early ones.
  static Connection connected(ServerUnderTest server) {
    while (true) {
      server.pid();
      try {
        Connection connection = new Connection(server.port());
        try {
          if (ready(connection)) {
            return connection;
          }
        } catch (UncheckedIOException closedAgain) {
          Thread.onSpinWait();
        }
        connection.close();
      } catch (IOException nobodyListens) {
        Thread.onSpinWait();
      }
      pause();
    }
  }

  private static boolean ready(Connection connection) {
    var response =
        connection.call(
            new MetadataRequestData().setTopics(List.of()),
            new MetadataResponseData(),
            Wire.METADATA);
    return !response.brokers().isEmpty();
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
