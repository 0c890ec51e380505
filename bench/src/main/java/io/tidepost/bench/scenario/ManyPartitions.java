package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.Usage;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.util.List;

/// One topic with thousands of partitions: created, written to, started again after a clean stop
/// and after kill -9. A start has ended when every partition has taken a record.
final class ManyPartitions implements Scenario {
  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) {
    server.start();
    int partitions = sizes.manyPartitions();
    long begin = System.nanoTime();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, partitions);
    }
    writeEverywhere(server, partitions);
    double create = since(begin);
    double memory = Usage.residentMb(server.pid());
    server.stop();
    double clean = restart(server, partitions);
    server.kill();
    double killed = restart(server, partitions);
    String of = String.format("%,d partitions: ", partitions);
    return List.of(
        Figure.cost(of + "create and write to each, s", create, 0.2),
        Figure.cost(of + "restart, s", clean, 0.2),
        Figure.cost(of + "restart after kill -9, s", killed, 0.2),
        Figure.cost(of + "resident memory, MB", memory, 0));
  }

  private static double restart(ServerUnderTest server, int partitions) {
    long begin = System.nanoTime();
    server.launch();
    writeEverywhere(server, partitions);
    return since(begin);
  }

  private static void writeEverywhere(ServerUnderTest server, int partitions) {
    try (Connection connection = StartUp.connected(server)) {
      Wire.awaitWritable(connection, Producing.TOPIC, partitions);
    }
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
