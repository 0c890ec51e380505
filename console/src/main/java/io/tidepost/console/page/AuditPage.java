package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.AuditLog;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Codecs;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Registry;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.List;

/// What the audit log says, for those who may read its topic.
public final class AuditPage implements ConsolePage {

  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  private final Registry registry;

  public AuditPage(Registry registry) {
    this.registry = registry;
  }

  /// @param filtered whether something was looked for
  /// @param all whether nothing else matches
  /// @param refusal why there is nothing to see; empty when there is
  public record Model(
      String user,
      String result,
      String text,
      boolean filtered,
      List<AuditLog.Event> events,
      boolean all,
      String refusal) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/access/audit",
        context -> pages.render(context, "audit", "access", "Audit log", model(context)));
  }

  private Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    AuditLog.Filter filter =
        new AuditLog.Filter(
            Asked.text(context, "user"),
            Asked.text(context, "result"),
            Asked.text(context, "text"));
    try {
      AuditLog.Page page = AuditLog.newest(client, new Codecs(registry, client), filter);
      return model(filter, page.events(), page.all(), "");
    } catch (ConsoleFailure e) {
      return model(
          filter,
          List.of(),
          true,
          switch (e.status()) {
            case NOT_FOUND ->
                "Nothing is noted: the topic "
                    + AuditLog.TOPIC
                    + " is not there. tidepost.audit.enable=true notes who does what.";
            case FORBIDDEN ->
                "You may not see it: that takes the right to read " + AuditLog.TOPIC + ".";
            default -> String.valueOf(e.getMessage());
          });
    }
  }

  private static Model model(
      AuditLog.Filter filter, List<AuditLog.Event> events, boolean all, String refusal) {
    boolean filtered =
        !filter.user().isEmpty() || !filter.result().isEmpty() || !filter.text().isEmpty();
    return new Model(filter.user(), filter.result(), filter.text(), filtered, events, all, refusal);
  }
}
