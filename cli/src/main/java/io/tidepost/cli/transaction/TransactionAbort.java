package io.tidepost.cli.transaction;

import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import io.tidepost.cli.transaction.OpenTransactions.Open;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost transaction abort`.
@Command(
    name = "abort",
    description = {
      "Abort the transaction that begins at an offset of a partition, without asking its"
          + " coordinator. Meant for what find-hanging finds."
    },
    footer = {"  tidepost transaction abort --topic orders --partition 0 --start-offset 4711"})
final class TransactionAbort extends KafkaCommand {

  @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "The topic.")
  String topic = "";

  @Option(
      names = "--partition",
      required = true,
      paramLabel = "PARTITION",
      description = "Number of the partition.")
  int partition;

  @Option(
      names = "--start-offset",
      required = true,
      paramLabel = "OFFSET",
      description = "Offset of the transaction's first record in the partition.")
  long startOffset;

  @Override
  protected int run(Admin admin) throws Exception {
    var place = new TopicPartition(topic, partition);
    Open open = OpenTransactions.at(admin, place, startOffset);
    var producer = open.producer();
    admin
        .abortTransaction(
            new AbortTransactionSpec(
                place,
                producer.producerId(),
                (short) producer.producerEpoch(),
                producer.coordinatorEpoch().orElse(0)))
        .all()
        .get();
    var table = new Table("topic", "partition", "producerId", "startOffset", "aborted");
    table.row(topic, partition, producer.producerId(), startOffset, true);
    print(table);
    return OK;
  }
}
