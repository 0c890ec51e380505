package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.FetchAnswer;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// What a producer at the modest fixed rate of the latency scenario notices of consumers: with
/// none, and with twenty that read everything as it comes.
final class Watched implements Scenario {
  private static final int CONSUMERS = 20;

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, ProduceLatency.CONNECTIONS);
      Wire.awaitWritable(connection, Producing.TOPIC, ProduceLatency.CONNECTIONS);
    }
    ProduceLatency.measured(server, sizes);
    Histogram alone = ProduceLatency.measured(server, sizes);
    List<Consumer> consumers = new ArrayList<>();
    for (int i = 0; i < CONSUMERS; i++) {
      consumers.add(new Consumer(StartUp.connected(server)));
    }
    Histogram watched = ProduceLatency.measured(server, sizes);
    consumers.forEach(Consumer::end);
    return List.of(
        Figure.cost("produce p50 without consumers, ms", alone.getValueAtPercentile(50) / 1e6, 0),
        Figure.cost("the same with 20 consumers, ms", watched.getValueAtPercentile(50) / 1e6, 0));
  }

  /// Reads all partitions from their beginning and waits for more, until its connection is closed.
  private static final class Consumer {
    private final Connection connection;
    private final Thread thread;
    private volatile boolean ending;

    Consumer(Connection connection) {
      this.connection = connection;
      this.thread = Thread.ofPlatform().name("consumer").start(this::read);
    }

    private void read() {
      long[] offsets = new long[ProduceLatency.CONNECTIONS];
      try {
        while (!ending) {
          connection.send(Wire.fetch(Producing.TOPIC, offsets));
          FetchAnswer.receive(connection, offsets);
        }
      } catch (UncheckedIOException e) {
        if (!ending) {
          throw e;
        }
      }
    }

    void end() {
      ending = true;
      connection.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
