package io.tidepost.bench.scenario;

import io.tidepost.bench.Figure;
import io.tidepost.bench.Sizes;
import io.tidepost.bench.load.Wire;
import io.tidepost.compat.process.ChildProcess;
import io.tidepost.compat.process.Places;
import io.tidepost.compat.raw.Connection;
import io.tidepost.compat.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Apache's own `kafka-producer-perf-test` reports: records of 1 KB, `acks=all`, as fast as
/// the Java producer sends them.
final class PerfTest implements Scenario {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final int RECORD_BYTES = 1_000;

  /// The report's last line.
  private static final Pattern REPORT =
      Pattern.compile(
          "records sent, ([0-9.]+) records/sec .*?([0-9.]+) ms avg latency, .*? ([0-9]+) ms 99th");

  @Override
  public List<Figure> run(ServerUnderTest server, Sizes sizes) throws IOException {
    server.start();
    try (Connection connection = StartUp.connected(server)) {
      Wire.createTopic(connection, Producing.TOPIC, sizes.partitions());
      Wire.awaitWritable(connection, Producing.TOPIC, sizes.partitions());
    }
    report(server, sizes.warmMegabytes());
    Matcher report = report(server, sizes.megabytes());
    return List.of(
        Figure.gain("perf-test, records per second", Double.parseDouble(report.group(1))),
        Figure.cost("perf-test, mean latency, ms", Double.parseDouble(report.group(2)), 0),
        Figure.cost("perf-test, p99 latency, ms", Double.parseDouble(report.group(3)), 0));
  }

  private static Matcher report(ServerUnderTest server, int megabytes) throws IOException {
    Path home = Files.createTempDirectory("perf-test-");
    List<String> command =
        List.of(
            Places.java().toString(),
            "-Xmx512m",
            "-cp",
            Places.jars("apache-kafka"),
            "org.apache.kafka.tools.ProducerPerformance",
            "--topic",
            Producing.TOPIC,
            "--num-records",
            Long.toString(Math.max(1, megabytes) * 1_000_000L / RECORD_BYTES),
            "--record-size",
            Integer.toString(RECORD_BYTES),
            "--throughput",
            "-1",
            "--producer-props",
            "acks=all",
            "bootstrap.servers=" + server.bootstrap());
    try (ChildProcess tool = ChildProcess.start("perf-test", home, command)) {
      int code = tool.awaitExit(LIMIT);
      String last = tool.out().lines().reduce("", (_, line) -> line);
      Matcher report = REPORT.matcher(last);
      if (code != 0 || !report.find()) {
        throw new IllegalStateException(tool.describe());
      }
      return report;
    } finally {
      for (String name : List.of("perf-test.out", "perf-test.err", "")) {
        Files.deleteIfExists(home.resolve(name));
      }
    }
  }
}
