package io.tidepost.cli.transfer;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Progress;
import io.tidepost.cli.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidepost topic export`.
@Command(
    name = "export",
    description = {
      "Write a topic with its options and all its records (partition, timestamp, key, value,"
          + " headers) into a file: one JSON object a line, compressed when its name ends in .gz or"
          + " .zst. What was aborted and what comes meanwhile is left out. The file appears when it"
          + " is complete."
    },
    footer = {
      "  tidepost topic export orders orders.jsonl.zst",
      "  tidepost topic export orders orders.jsonl --force -o json"
    })
public final class TopicExport extends KafkaCommand {

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
  String topic = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it.")
  Path file = Path.of("topic.jsonl");

  @Option(names = "--force", description = "Overwrite a file that is there.")
  boolean force;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no summary.")
  boolean quiet;

  @Override
  protected int run(Admin admin) throws Exception {
    if (Files.exists(file) && !force) {
      throw new Failure(file + " is there already; --force overwrites it");
    }
    var transfer =
        new Transfer(new Progress(terminal.err(), quiet || output.structured()), "exported");
    try (Source source = TopicSource.open(admin, client.connectionProperties(), topic);
        Sink sink = new FileSink(file, source.outline())) {
      transfer.run(source, sink, new long[0]);
      var table = new Table("topic", "file", "partitions", "records", "bytes");
      table.row(
          topic,
          file.toString(),
          source.outline().partitions(),
          transfer.records(),
          transfer.bytes());
      if (output.structured()) {
        print(table);
      }
      return OK;
    }
  }
}
