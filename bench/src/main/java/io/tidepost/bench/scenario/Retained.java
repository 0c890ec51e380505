package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.FetchAnswer;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Throughput of writing and of reading what was just written, with little and with much retained
/// before it: it should be the same.
final class Retained implements Scenario {
  private static final int LITTLE_MEGABYTES = 1_000;
  private static final long SETTLED_KILOBYTES = 200_000;
  private static final int BYTES_PER_RECORD = 1_000;

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) throws IOException {
    server.start();
    Producing producing = new Producing("none", sizes);
    List<Figure> figures = new ArrayList<>();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, sizes.partitions());
      Wire.awaitWritable(connection, Producing.TOPIC, sizes.partitions());
      long bytes = producing.send(connection, LITTLE_MEGABYTES, sizes.inFlight());
      bytes += measure("1 GB", bytes, producing, connection, sizes, figures);
      long rest = sizes.retainedGigabytes() * 1_000L - bytes / 1_000_000;
      bytes += producing.send(connection, (int) Math.max(0, rest), sizes.inFlight());
      measure(sizes.retainedGigabytes() + " GB", bytes, producing, connection, sizes, figures);
    }
    return figures;
  }

  /// Writes and reads once more, behind `retained` bytes, and returns how much was written.
  private static long measure(
      String label,
      long retained,
      Producing producing,
      Connection connection,
      Sizes sizes,
      List<Figure> figures)
      throws IOException {
    awaitWrittenBack();
    long begin = System.nanoTime();
    long bytes = producing.send(connection, sizes.megabytes(), sizes.inFlight());
    double writing = (System.nanoTime() - begin) / 1e9;
    long[] offsets = new long[sizes.partitions()];
    Arrays.fill(offsets, retained / BYTES_PER_RECORD / sizes.partitions());
    begin = System.nanoTime();
    for (long read = 0; read < bytes; ) {
      connection.send(Wire.fetch(Producing.TOPIC, offsets));
      read += FetchAnswer.receive(connection, offsets);
    }
    double reading = (System.nanoTime() - begin) / 1e9;
    figures.add(Figure.gain("produced behind " + label + ", MB/s", bytes / 1e6 / writing));
    figures.add(Figure.gain("read behind " + label + ", MB/s", bytes / 1e6 / reading));
    return bytes;
  }

  /// What the kernel still has to write from before would be counted as ours.
  private static void awaitWrittenBack() throws IOException {
    while (dirtyKilobytes() > SETTLED_KILOBYTES) {
      Pace.rest(1);
    }
  }

  private static long dirtyKilobytes() throws IOException {
    long sum = 0;
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("Dirty:") || line.startsWith("Writeback:")) {
        sum += Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return sum;
  }
}
