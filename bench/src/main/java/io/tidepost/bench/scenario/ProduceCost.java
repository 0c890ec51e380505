package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.BackedMemory;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.util.List;

/// Broker CPU per GB of uncompressed values in records of 1 KB, and throughput, with one codec.
record ProduceCost(String codec, double limit) implements Scenario {

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    Producing producing = new Producing(codec, sizes);
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, sizes.partitions());
      Wire.awaitWritable(connection, Producing.TOPIC, sizes.partitions());
      producing.send(connection, sizes.warmMegabytes(), sizes.inFlight());
      BackedMemory.provide(2L * sizes.megabytes());
      double cpuBefore = Usage.cpuSeconds(server.pid());
      long begin = System.nanoTime();
      long bytes = producing.send(connection, sizes.megabytes(), sizes.inFlight());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = Usage.cpuSeconds(server.pid()) - cpuBefore;
      return List.of(
          Figure.cost("CPU per GB produced, " + codec + ", s", cpuSeconds / (bytes / 1e9), limit),
          Figure.gain("produced, " + codec + ", MB/s", bytes / 1e6 / seconds));
    }
  }
}
