package io.tidepost.cli.transfer;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Progress;
import io.tidepost.cli.Table;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost topic import`.
@Command(
    name = "import",
    description = {
      "Make a topic of a file that 'topic export' wrote: with its options, and all its records in"
          + " their partitions with their timestamps. A file that is cut off or damaged is refused"
          + " before anything is written. A run that was cut short goes on with --resume."
    },
    footer = {
      "  tidepost topic import orders.jsonl.zst",
      "  tidepost topic import orders.jsonl orders-copy --replication-factor 3",
      "  tidepost topic import orders.jsonl.gz --resume"
    })
public final class TopicImport extends KafkaCommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
  Path file = Path.of("topic.jsonl");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "Default: as it was called.")
  String topic = "";

  @Mixin Arrival arrival = new Arrival();

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no summary.")
  boolean quiet;

  @Override
  protected int run(Admin admin) throws Exception {
    Map<String, Object> connection = client.connectionProperties();
    var transfer =
        new Transfer(new Progress(terminal.err(), quiet || output.structured()), "imported");
    try (Source source = FileSource.open(file, topic)) {
      String name = topic.isEmpty() ? source.outline().topic() : topic;
      long[] there = arrival.prepare(admin, name, source.outline());
      if (arrival.resume) {
        try (Source again = FileSource.open(file, name)) {
          LastRecords.check(again, connection, name, there);
        }
      }
      try (Sink sink = new TopicSink(connection, name, arrival)) {
        transfer.run(source, sink, there);
      }
      Arrival.warn(admin, name, transfer.oldest(), terminal.err());
      var table = new Table("topic", "partitions", "records", "bytes", "skipped");
      table.row(
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
