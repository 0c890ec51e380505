package io.tidepost.cli.transaction;

import io.tidepost.cli.Explain;
import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tidepost transaction describe`.
@Command(
    name = "describe",
    description = "Show the last transaction of transactional ids and the partitions in it.",
    footer = {"  tidepost transaction describe billing-1"})
final class TransactionDescribe extends KafkaCommand {

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Transactional ids.")
  List<String> ids = List.of();

  @Override
  protected int run(Admin admin) throws Exception {
    var described = admin.describeTransactions(ids);
    var table =
        new Table(
            "transactionalId",
            "coordinatorId",
            "producerId",
            "producerEpoch",
            "state",
            "timeoutMs",
            "startTimestamp",
            "partitions");
    for (String id : ids) {
      TransactionDescription transaction;
      try {
        transaction = described.description(id).get();
      } catch (ExecutionException e) {
        Throwable cause = Explain.unwrap(e);
        throw cause instanceof TransactionalIdNotFoundException
            ? new Failure("there is no transactional id '" + id + "'", cause)
            : new Failure("'" + id + "' cannot be described: " + Explain.sentence(cause), cause);
      }
      var start = transaction.transactionStartTimeMs();
      table.row(
          id,
          transaction.coordinatorId(),
          transaction.producerId(),
          transaction.producerEpoch(),
          transaction.state().toString(),
          transaction.transactionTimeoutMs(),
          start.isPresent() ? start.getAsLong() : null,
          transaction.topicPartitions().stream().map(TopicPartition::toString).sorted().toList());
    }
    print(table);
    return OK;
  }
}
