package io.tidepost.cli.transaction;

import io.tidepost.cli.Failure;
import io.tidepost.cli.KafkaCommand;
import io.tidepost.cli.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidepost transaction list`.
@Command(
    name = "list",
    description = "List transactional ids with the state of their last transaction.",
    footer = {"  tidepost transaction list", "  tidepost transaction list --state Ongoing -o json"})
final class TransactionList extends KafkaCommand {

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only transactions in this state, such as Ongoing; may be repeated.")
  List<String> states = List.of();

  private record Row(int coordinatorId, TransactionListing listing) {}

  @Override
  protected int run(Admin admin) throws Exception {
    Set<TransactionState> wanted = new HashSet<>();
    for (String state : states) {
      TransactionState parsed = TransactionState.parse(state);
      if (parsed == TransactionState.UNKNOWN) {
        throw new Failure("'" + state + "' is no state of a transaction; Ongoing is one");
      }
      wanted.add(parsed);
    }
    Map<Integer, Collection<TransactionListing>> found =
        admin
            .listTransactions(new ListTransactionsOptions().filterStates(wanted))
            .allByBrokerId()
            .get();
    List<Row> rows = new ArrayList<>();
    found.forEach((broker, listings) -> listings.forEach(l -> rows.add(new Row(broker, l))));
    rows.sort(Comparator.comparing((Row row) -> row.listing.transactionalId()));
    var table = new Table("transactionalId", "coordinatorId", "producerId", "state");
    for (Row row : rows) {
      table.row(
          row.listing.transactionalId(),
          row.coordinatorId,
          row.listing.producerId(),
          row.listing.state().toString());
    }
    print(table);
    return OK;
  }
}
