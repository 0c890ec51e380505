package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.NodeFacts;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.acl.AclOperation;

/// Who is connected to this node. For those who may describe the cluster.
public final class ConnectionsPage implements ConsolePage {

  private static final int SHOWN = 1_000;

  private final NodeFacts facts;

  public ConnectionsPage(NodeFacts facts) {
    this.facts = facts;
  }

  public record Model(
      int node, String query, List<NodeFacts.Connected> rows, int found, int total) {}

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
    String wanted = query.toLowerCase(Locale.ROOT);
    List<NodeFacts.Connected> all = facts.connections();
    List<NodeFacts.Connected> found =
        all.stream()
            .filter(one -> one.toString().toLowerCase(Locale.ROOT).contains(wanted))
            .sorted(
                Comparator.comparing(NodeFacts.Connected::clientId)
                    .thenComparing(NodeFacts.Connected::address)
                    .thenComparing(NodeFacts.Connected::openMillis))
            .toList();
    return new Model(
        facts.node(), query, found.stream().limit(SHOWN).toList(), found.size(), all.size());
  }
}
