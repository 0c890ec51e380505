package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import io.tidepost.operate.move.RollingCheck;
import java.util.List;
import org.apache.kafka.common.Node;

/// Which nodes may be restarted now, and what speaks against the others.
public final class RestartPage implements ConsolePage {

  /// @param obstacles none when it may be restarted
  public record Judged(int id, List<String> obstacles) {}

  public record Model(List<Judged> nodes) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/cluster/restart",
        context -> pages.render(context, "restart", "cluster", "Restart check", model(context)));
  }

  private static Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    RollingCheck check = client.operate(RollingCheck::of);
    return new Model(
        client.sight().nodes().all().stream()
            .map(Node::id)
            .map(id -> new Judged(id, client.operate(admin -> check.obstacles(id))))
            .toList());
  }
}
