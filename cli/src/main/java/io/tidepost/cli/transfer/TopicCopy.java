package io.tidepost.cli.transfer;

import io.tidepost.cli.ClientOptions;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Progress;
import io.tidepost.cli.Table;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost topic copy`.
@Command(
    name = "copy",
    description = {
      "Copy a topic with its options and all its records, in their partitions with their"
          + " timestamps, to another topic or another cluster. What was aborted and what comes"
          + " meanwhile is left out. A run that was cut short goes on with --resume."
    },
    footer = {
      "  tidepost topic copy orders orders-backup",
      "  tidepost topic copy orders --profile prod --to-profile test",
      "  tidepost topic copy orders orders-wide --repartition --append"
    })
public final class TopicCopy extends KafkaCommand {

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
  String topic = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "What the copy is called; default: the same, on another cluster.")
  @Nullable String copy;

  @Option(
      names = "--to-profile",
      paramLabel = "NAME",
      description = "The cluster that the copy goes to; default: the same.")
  @Nullable String toProfile;

  @Option(
      names = "--to-bootstrap-server",
      paramLabel = "HOST:PORT[,...]",
      description = "The same by its brokers.")
  @Nullable String toBootstrap;

  @Mixin Arrival arrival = new Arrival();

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no summary.")
  boolean quiet;

  @Override
  protected int run(Admin admin) throws Exception {
    String name = copy == null ? topic : copy;
    boolean elsewhere = toProfile != null || toBootstrap != null;
    ClientOptions destination =
        elsewhere ? ClientOptions.of(toBootstrap, toProfile, client) : client;
    Map<String, Object> from = client.connectionProperties();
    Map<String, Object> to = destination.connectionProperties();
    Admin there = elsewhere ? destination.admin() : admin;
    try {
      if (name.equals(topic)
          && there
              .describeCluster()
              .clusterId()
              .get()
              .equals(admin.describeCluster().clusterId().get())) {
        throw new Failure("a topic cannot be copied to itself: name another one");
      }
      return copy(admin, from, there, to, name);
    } finally {
      if (elsewhere) {
        there.close(Duration.ZERO);
      }
    }
  }

  private int copy(
      Admin admin, Map<String, Object> from, Admin there, Map<String, Object> to, String name)
      throws Exception {
    var transfer =
        new Transfer(new Progress(terminal.err(), quiet || output.structured()), "copied");
    try (Source source = TopicSource.open(admin, from, topic)) {
      long[] counts = arrival.prepare(there, name, source.outline());
      if (arrival.resume) {
        try (Source again = TopicSource.open(admin, from, topic)) {
          LastRecords.check(again, to, name, counts);
        }
      }
      try (Sink sink = new TopicSink(to, name, arrival)) {
        transfer.run(source, sink, counts);
      }
      Arrival.warn(there, name, transfer.oldest(), terminal.err());
      var table = new Table("topic", "copy", "partitions", "records", "bytes", "skipped");
      table.row(
          topic,
          name,
          source.outline().partitions(),
          transfer.records(),
          transfer.bytes(),
          transfer.skipped());
      if (output.structured()) {
        print(table);
      }
      return OK;
    }
  }
}
