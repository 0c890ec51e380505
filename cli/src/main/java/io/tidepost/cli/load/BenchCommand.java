package io.tidepost.cli.load;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Progress;
import io.tidepost.cli.Times;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidepost bench`.
@Command(
    name = "bench",
    description = {
      "Write and read at the same time, at any cluster, and report throughput and latencies. Every"
          + " record is numbered and has a checksum: whether everything that was acknowledged is"
          + " read back, once and in order, is part of the report, and the exit code is 1 when it"
          + " is not. The load's topic is deleted at the end, unless it was there."
    },
    footer = {
      "  tidepost bench",
      "  tidepost bench --rate 5000 --size 512 --duration 5m    latencies at a steady rate",
      "  tidepost bench --producers 4 --consumers 4 --partitions 12 -z lz4",
      "  tidepost bench --profile test --replication-factor 3 -o json"
    })
public final class BenchCommand extends KafkaCommand {

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Use a topic that is there; it keeps what is written.")
  @Nullable String topic;

  @Mixin OwnTopic ownTopic = new OwnTopic();

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "SPAN",
      defaultValue = "10s",
      description = "How long to write, such as 30s or 10m; default ${DEFAULT-VALUE}.")
  String duration = "10s";

  @Mixin Load load = new Load();

  @Override
  protected int run(Admin admin) throws Exception {
    load.check();
    long nanos = Times.span(duration) * 1_000_000;
    Map<String, Object> connection = client.connectionProperties();
    String name = topic == null ? ownTopic.create(admin) : topic;
    try {
      var progress = new Progress(terminal.err(), output.structured());
      Course course = Course.until(System.nanoTime() + nanos);
      var report = new Report(name, load.size, load.run(admin, connection, name, course, progress));
      if (output.structured()) {
        output.tree(terminal.out(), report.tree());
      } else {
        report.print(terminal.out());
      }
      return report.sound() ? OK : FAILED;
    } finally {
      if (topic == null) {
        OwnTopic.delete(admin, name, terminal.err());
      }
    }
  }
}
