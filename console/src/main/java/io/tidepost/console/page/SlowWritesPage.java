package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ProduceVerdict;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.ProduceFact;
import io.tidepost.console.fact.Told;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import io.tidepost.operate.move.ClusterState;
import java.util.List;

/// Why writing is slow: where the time of Produce requests goes, and what limits it.
public final class SlowWritesPage implements ConsolePage {

  private final ClusterFacts facts;

  public SlowWritesPage(ClusterFacts facts) {
    this.facts = facts;
  }

  public record Model(
      Told<NodeFacts.Produce> told, long count, double slowest, List<ProduceVerdict> verdicts) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/cluster/slow",
        context -> pages.render(context, "slow", "cluster", "Slow writes", model(context)));
  }

  private Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    ConnectionsPage.demand(client);
    List<String> underMinimum =
        client.operate(ClusterState::read).partitions().stream()
            .filter(partition -> partition.inSync().size() < partition.needed())
            .map(partition -> partition.name().toString())
            .toList();
    Told<NodeFacts.Produce> told = facts.ask(new ProduceFact());
    return new Model(
        told,
        told.all().stream().mapToLong(of -> of.answer().count()).sum(),
        told.all().stream().mapToDouble(of -> of.answer().total()).max().orElse(0),
        ProduceVerdict.of(told.all(), underMinimum));
  }
}
