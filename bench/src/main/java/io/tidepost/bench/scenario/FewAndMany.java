package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.Payload;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/// The same topic, with nothing configured in between, at ten records a second, at what the machine
/// can do, and at ten again: from few to many and back.
final class FewAndMany implements Scenario {
  private static final int FEW_PER_SECOND = 10;
  private static final int RECORD_BYTES = 1_000;

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    Producing many = new Producing("none", sizes);
    ByteBuffer one =
        Wire.produce(
            Producing.TOPIC, 0, 1, _ -> Payload.batch(new Random(5), "none", 1, RECORD_BYTES));
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, sizes.partitions());
      Wire.awaitWritable(connection, Producing.TOPIC, sizes.partitions());
      many.send(connection, sizes.warmMegabytes(), sizes.inFlight());
      double before = few(connection, one, sizes);
      long begin = System.nanoTime();
      long bytes = many.send(connection, sizes.megabytes(), sizes.inFlight());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double after = few(connection, one, sizes);
      return List.of(
          Figure.cost("median at 10 records per second, ms", before, 0),
          Figure.gain("records per second at most", bytes / RECORD_BYTES / seconds),
          Figure.cost("median at 10 records per second afterwards, ms", after, 0));
    }
  }

  /// The median time to an acknowledgement, in milliseconds.
  private static double few(Connection connection, ByteBuffer one, Sizes sizes) {
    Histogram histogram = new Histogram(3);
    long due = System.nanoTime();
    for (int i = 0; i < sizes.seconds() * FEW_PER_SECOND; i++) {
      due += 1_000_000_000L / FEW_PER_SECOND;
      Pace.until(due);
      connection.send(one);
      Wire.produced(connection);
      histogram.recordValue(System.nanoTime() - due);
    }
    return histogram.getValueAtPercentile(50) / 1e6;
  }
}
