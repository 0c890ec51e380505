package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
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
    List<Reader> consumers = new ArrayList<>();
    for (int i = 0; i < CONSUMERS; i++) {
      consumers.add(
          new Reader(StartUp.connected(server), Producing.TOPIC, ProduceLatency.CONNECTIONS));
    }
    Histogram watched = ProduceLatency.measured(server, sizes);
    consumers.forEach(Reader::end);
    return List.of(
        Figure.cost("produce p50 without consumers, ms", alone.getValueAtPercentile(50) / 1e6, 0),
        Figure.cost("the same with 20 consumers, ms", watched.getValueAtPercentile(50) / 1e6, 0));
  }
}
