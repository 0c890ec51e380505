package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.GroupSight;
import io.tidepost.console.cluster.Reset;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.List;

/// Puts a group elsewhere in its topics, after showing what that means.
public final class ResetOffsetsPage implements ConsolePage {

  /// @param steps what would happen; empty as long as nothing was asked
  /// @param again records that would be read once more
  /// @param skipped records that would not be read
  public record Model(
      String group,
      String address,
      String topic,
      String to,
      String value,
      List<Reset.Step> steps,
      long again,
      long skipped,
      String refusal) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/groups/{group}/reset",
        context -> {
          try {
            show(context, pages, asked(context) ? plan(context) : List.of(), "");
          } catch (ConsoleFailure e) {
            context.status(e.status());
            show(context, pages, List.of(), String.valueOf(e.getMessage()));
          }
        });
    routes.post("/groups/{group}/reset", ResetOffsetsPage::run);
  }

  private static boolean asked(Context context) {
    return !Asked.text(context, "to").isEmpty();
  }

  private static List<Reset.Step> plan(Context context) {
    ClusterClient client = Doors.session(context).client();
    GroupSight.Listed group = GroupPage.listed(client, context.pathParam("group"));
    String to = Asked.text(context, "to");
    long value =
        switch (to) {
          case "time" -> RecordsPage.millis(Asked.text(context, "value"));
          case "offset" -> Asked.number(context, "value", 0, 0, Long.MAX_VALUE);
          case "shift" -> Asked.number(context, "value", 0, -1L << 60, 1L << 60);
          default -> 0;
        };
    return Reset.plan(client, group, Asked.text(context, "topic"), to, value);
  }

  private static void show(Context context, Pages pages, List<Reset.Step> steps, String refusal) {
    String group = context.pathParam("group");
    Model model =
        new Model(
            group,
            GroupPage.address(group),
            Asked.text(context, "topic"),
            Asked.text(context, "to"),
            Asked.text(context, "value"),
            steps,
            steps.stream().mapToLong(Reset.Step::again).filter(n -> n > 0).sum(),
            -steps.stream().mapToLong(Reset.Step::again).filter(n -> n < 0).sum(),
            refusal);
    pages.render(context, "reset-offsets", "groups", group + ": reset offsets", model);
  }

  private static void run(Context context) {
    String name = context.pathParam("group");
    Asked.confirmed(context, name);
    ClusterClient client = Doors.session(context).client();
    List<Reset.Step> steps = plan(context);
    Reset.run(client, GroupPage.listed(client, name), steps);
    Pages.done(
        context,
        GroupPage.address(name),
        "The group stands elsewhere now, in " + steps.size() + " partitions.");
  }
}
