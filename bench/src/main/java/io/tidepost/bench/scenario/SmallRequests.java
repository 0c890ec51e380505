package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/// Broker CPU per 1,000 produce requests with one record of 100 bytes each, and requests per
/// second.
final class SmallRequests implements Scenario {

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    List<ByteBuffer> requests = Producing.single(new Random(11), sizes, 1, 100);
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, sizes.partitions());
      Wire.awaitWritable(connection, Producing.TOPIC, sizes.partitions());
      Producing.pipelined(connection, requests, sizes.smallRequests() / 4, sizes.inFlight());
      double cpuBefore = Usage.cpuSeconds(server.pid());
      long begin = System.nanoTime();
      Producing.pipelined(connection, requests, sizes.smallRequests(), sizes.inFlight());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = Usage.cpuSeconds(server.pid()) - cpuBefore;
      return List.of(
          Figure.cost(
              "CPU per 1,000 requests of one record, ms",
              cpuSeconds * 1e6 / sizes.smallRequests(),
              0),
          Figure.gain("requests of one record per second", sizes.smallRequests() / seconds));
    }
  }
}
