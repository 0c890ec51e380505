package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Broker CPU per GB that consumers got which read everything as it comes: one producer at a steady
/// rate, five consumers at the end of the log. What production takes is part of it.
final class FollowCost implements Scenario {
  private static final int CONSUMERS = 5;
  private static final int REQUESTS_PER_SECOND = 500;
  private static final int RECORDS = 16;
  private static final int RECORD_BYTES = 1_000;

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    List<ByteBuffer> requests = Producing.single(new Random(13), sizes, RECORDS, RECORD_BYTES);
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, sizes.partitions());
      Wire.awaitWritable(connection, Producing.TOPIC, sizes.partitions());
      List<Reader> readers = new ArrayList<>();
      for (int i = 0; i < CONSUMERS; i++) {
        readers.add(new Reader(StartUp.connected(server), Producing.TOPIC, sizes.partitions()));
      }
      produce(connection, requests, sizes.seconds());
      long bytesBefore = readers.stream().mapToLong(Reader::bytes).sum();
      double cpuBefore = Usage.cpuSeconds(server.pid());
      produce(connection, requests, sizes.seconds());
      double cpuSeconds = Usage.cpuSeconds(server.pid()) - cpuBefore;
      long bytes = readers.stream().mapToLong(Reader::bytes).sum() - bytesBefore;
      readers.forEach(Reader::end);
      return List.of(
          Figure.cost(
              "CPU per GB that followers of the tail got, s", cpuSeconds / (bytes / 1e9), 0.5));
    }
  }

  private static void produce(Connection connection, List<ByteBuffer> requests, int seconds) {
    long begin = System.nanoTime();
    long interval = 1_000_000_000L / REQUESTS_PER_SECOND;
    for (int i = 0; i < seconds * REQUESTS_PER_SECOND; i++) {
      Pace.until(begin + i * interval);
      connection.send(requests.get(i % requests.size()));
      Wire.produced(connection);
    }
  }
}
