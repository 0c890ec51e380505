package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;

/// Transactions: which are open, for how long, and how to end one whose producer is gone.
public final class TransactionsPage implements ConsolePage {

  private static final int SHOWN = 500;

  /// @param openMillis since it began; -1 when it is not open
  /// @param late whether it is open longer than its own limit
  public record Row(
      String id,
      String state,
      long producer,
      int epoch,
      int coordinator,
      long openMillis,
      long limitMillis,
      List<String> partitions,
      boolean late) {}

  public record Model(List<Row> rows, int total) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/transactions",
        context ->
            pages.render(context, "transactions", "transactions", "Transactions", model(context)));
    routes.post("/transactions/end", TransactionsPage::end);
  }

  private static Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    List<TransactionListing> all = new ArrayList<>(get(client.admin().listTransactions().all()));
    all.sort(Comparator.comparing(TransactionListing::transactionalId));
    List<String> ids = all.stream().limit(SHOWN).map(TransactionListing::transactionalId).toList();
    var described = client.admin().describeTransactions(ids);
    long now = System.currentTimeMillis();
    List<Row> rows = new ArrayList<>();
    for (String id : ids) {
      try {
        rows.add(row(id, get(described.description(id)), now));
      } catch (ConsoleFailure gone) {
        // expired meanwhile, or not to be seen
      }
    }
    rows.sort(Comparator.comparingLong(Row::openMillis).reversed().thenComparing(Row::id));
    return new Model(rows, all.size());
  }

  private static Row row(String id, TransactionDescription transaction, long now) {
    long began = transaction.transactionStartTimeMs().orElse(-1);
    long open = began < 0 ? -1 : Math.max(0, now - began);
    return new Row(
        id,
        transaction.state().toString(),
        transaction.producerId(),
        transaction.producerEpoch(),
        transaction.coordinatorId(),
        open,
        transaction.transactionTimeoutMs(),
        transaction.topicPartitions().stream().map(Object::toString).sorted().toList(),
        open > transaction.transactionTimeoutMs());
  }

  /// Fences the producer, which aborts what it has open.
  private static void end(Context context) {
    String id = Asked.text(context, "id");
    Asked.confirmed(context, id);
    get(Doors.session(context).client().admin().fenceProducers(List.of(id)).all());
    Pages.done(context, "/transactions", "The transaction of " + id + " is aborted.");
  }
}
