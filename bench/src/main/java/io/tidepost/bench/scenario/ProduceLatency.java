package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.Payload;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/// Time from when a record was due to its acknowledgement, at a modest fixed rate over four
/// connections. A late send counts from the time it was due, so a stall is seen by every record
/// behind it.
final class ProduceLatency implements Scenario {
  static final int CONNECTIONS = 4;

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, CONNECTIONS);
      Wire.awaitWritable(connection, Producing.TOPIC, CONNECTIONS);
    }
    measured(server, sizes);
    Histogram histogram = measured(server, sizes);
    return List.of(
        Figure.cost("produce p50, ms", histogram.getValueAtPercentile(50) / 1e6, 0),
        Figure.cost("produce p99, ms", histogram.getValueAtPercentile(99) / 1e6, 0.5),
        Figure.cost("produce p99.9, ms", histogram.getValueAtPercentile(99.9) / 1e6, 0));
  }

  static Histogram measured(ServerUnderTest server, Sizes sizes) {
    Histogram sum = new Histogram(3);
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<Histogram>> parts = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int partition = i;
        parts.add(threads.submit(() -> one(server, sizes, partition)));
      }
      for (Future<Histogram> part : parts) {
        sum.add(part.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return sum;
  }

  private static Histogram one(ServerUnderTest server, Sizes sizes, int partition) {
    Histogram histogram = new Histogram(3);
    ByteBuffer request =
        Wire.produce(
            Producing.TOPIC,
            partition,
            1,
            _ -> Payload.batch(new Random(partition), "none", 1, 1_000));
    long interval = 1_000_000_000L * CONNECTIONS / sizes.rate();
    long count = (long) sizes.rate() * sizes.seconds() / CONNECTIONS;
    try (Connection connection = StartUp.connected(server)) {
      long due = System.nanoTime() + interval * partition / CONNECTIONS;
      for (long i = 0; i < count; i++, due += interval) {
        Pace.until(due);
        connection.send(request);
        Wire.produced(connection);
        histogram.recordValue(System.nanoTime() - due);
      }
    }
    return histogram;
  }
}
