package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Health;
import io.tidepost.console.cluster.Sight;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.List;
import org.apache.kafka.common.Node;

/// How the cluster is, what goes on in it, and the first steps for who is new.
public final class HomePage implements ConsolePage {

  /// @param bytes of all topics, each record counted once
  /// @param bootstrap addresses for clients
  /// @param fresh whether nobody has made a topic yet
  public record Model(
      Health health,
      List<Node> nodes,
      String clusterId,
      int topics,
      int partitions,
      long bytes,
      String bootstrap,
      List<Snippets.Snippet> snippets,
      boolean fresh) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/", context -> pages.render(context, "home", "home", "Home", model(context)));
    routes.get(
        "/health-sentence",
        context -> pages.renderPart(context, "health", model(context).health()));
  }

  private static Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    Sight.Nodes nodes = client.sight().nodes();
    Sight.Topics topics = client.sight().topics();
    long bytes = client.sight().sizes().values().stream().mapToLong(size -> size).sum();
    String bootstrap = String.join(",", nodes.all().stream().map(client::address).toList());
    boolean secured = !Doors.session(context).user().isEmpty();
    return new Model(
        Health.of(nodes, topics),
        nodes.all(),
        nodes.clusterId(),
        topics.all().size(),
        topics.partitions(),
        bytes,
        bootstrap,
        Snippets.all(bootstrap, secured ? Doors.session(context).user() : "", client.protocol()),
        topics.all().stream()
            .allMatch(topic -> topic.isInternal() || topic.name().startsWith("_")));
  }
}
