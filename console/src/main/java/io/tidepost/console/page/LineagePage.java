package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Lineage;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.console.fact.Told;
import io.tidepost.console.fact.WritersFact;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who writes to which topics and who reads them, in one drawing with a table beside it: what the
/// person may see of it.
public final class LineagePage implements ConsolePage {

  /// Clients of each node, those that wrote last.
  private static final int WRITERS_MAX = 5_000;

  private final ClusterFacts facts;

  public LineagePage(ClusterFacts facts) {
    this.facts = facts;
  }

  public record Model(String query, boolean internal, Lineage graph, List<Told.Silent> silent) {

    /// The path of a producer's connections.
    public String producer(String name) {
      return "/cluster/connections?q=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /// The path of the drawing alone.
    public String again() {
      return "/lineage/graph?q="
          + URLEncoder.encode(query, StandardCharsets.UTF_8)
          + (internal ? "&internal=1" : "");
    }
  }

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/lineage",
        context -> pages.render(context, "lineage", "lineage", "Lineage", model(context)));
    routes.get("/lineage/graph", context -> pages.renderPart(context, "lineage", model(context)));
  }

  private Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    String query = Asked.text(context, "q");
    boolean internal = Asked.ticked(context, "internal");
    Set<String> topics = new TreeSet<>();
    client
        .sight()
        .topics()
        .all()
        .forEach(topic -> {
          if (internal || !TopicsPage.hidden(topic)) {
            topics.add(topic.name());
          }
        });
    Map<String, Set<String>> writers = new HashMap<>();
    Told<WritersFact.Answer> told = facts.ask(new WritersFact("", WRITERS_MAX));
    told.flat(WritersFact.Answer::writers)
        .forEach(writer ->
            writers
                .computeIfAbsent(writer.topic(), topic -> new HashSet<>())
                .add(writer.clientId().isEmpty() ? writer.user() : writer.clientId()));
    return new Model(
        query,
        internal,
        Lineage.of(topics, writers, client.groups().readers(), query),
        told.silent());
  }
}
