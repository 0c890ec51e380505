package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.console.fact.ConnectionsFact;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.Told;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.acl.AclOperation;

/// Who is connected to which node. For those who may describe the cluster.
public final class ConnectionsPage implements ConsolePage {

  private static final int SHOWN = 1_000;

  private final ClusterFacts facts;

  public ConnectionsPage(ClusterFacts facts) {
    this.facts = facts;
  }

  /// A client and the node that it is connected to.
  public record Row(int node, NodeFacts.Connected client) {}

  /// @param found connections that hold the query, at all nodes
  public record Model(
      String query, List<Row> rows, int found, int total, List<Told.Silent> silent) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/cluster/connections",
        context -> pages.render(context, "connections", "cluster", "Connections", model(context)));
  }

  /// Refuses those who may not see what goes on in the cluster.
  static void demand(ClusterClient client) {
    var operations =
        get(
            client
                .admin()
                .describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                .authorizedOperations());
    if (operations != null
        && !operations.contains(AclOperation.DESCRIBE)
        && !operations.contains(AclOperation.ALL)) {
      throw new ConsoleFailure(403, "Not allowed: it takes the right to describe the cluster.");
    }
  }

  private Model model(Context context) {
    demand(Doors.session(context).client());
    String query = Asked.text(context, "q");
    Told<ConnectionsFact.Answer> told = facts.ask(new ConnectionsFact(query, SHOWN));
    List<Row> rows =
        told.all().stream()
            .flatMap(of -> of.answer().rows().stream().map(one -> new Row(of.node(), one)))
            .sorted(
                Comparator.comparing(Row::client, ConnectionsFact.ORDER)
                    .thenComparingInt(Row::node))
            .limit(SHOWN)
            .toList();
    return new Model(
        query,
        rows,
        told.all().stream().mapToInt(of -> of.answer().found()).sum(),
        told.all().stream().mapToInt(of -> of.answer().total()).sum(),
        told.silent());
  }
}
