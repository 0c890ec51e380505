package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.BareSendfile;
import io.tidepost.bench.load.FetchAnswer;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.util.List;

/// Broker CPU per GB consumed from the beginning of an uncompressed topic that lies in the page
/// cache, and throughput.
final class ConsumeCost implements Scenario {

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) throws IOException {
    server.start();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, sizes.partitions());
      Wire.awaitWritable(connection, Producing.TOPIC, sizes.partitions());
      new Producing("none", sizes).send(connection, sizes.warmMegabytes(), sizes.inFlight());
      read(connection, sizes, sizes.warmMegabytes());
      double cpuBefore = Usage.cpuSeconds(server.pid());
      long begin = System.nanoTime();
      long bytes = read(connection, sizes, sizes.megabytes());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = Usage.cpuSeconds(server.pid()) - cpuBefore;
      double floor = BareSendfile.cpuSecondsPerGigabyte(sizes.megabytes());
      return List.of(
          Figure.cost("CPU per GB consumed, s", cpuSeconds / (bytes / 1e9), 1),
          Figure.cost("the same by bare sendfile, s", floor, 0),
          Figure.gain("consumed, MB/s", bytes / 1e6 / seconds));
    }
  }

  /// Reads the topic from its beginning, again and again, until `megabytes` have come.
  private static long read(Connection connection, Sizes sizes, int megabytes) {
    long bytes = 0;
    long[] offsets = new long[sizes.partitions()];
    long perPass = sizes.warmMegabytes() * 1_000_000L;
    long pass = 0;
    while (bytes < megabytes * 1_000_000L) {
      connection.send(Wire.fetch(Producing.TOPIC, offsets));
      long got = FetchAnswer.receive(connection, offsets);
      bytes += got;
      pass += got;
      if (pass >= perPass) {
        offsets = new long[sizes.partitions()];
        pass = 0;
      }
    }
    return bytes;
  }
}
