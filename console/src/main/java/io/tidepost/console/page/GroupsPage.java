package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.GroupSight;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All groups, whatever their kind, and what waits for them.
public final class GroupsPage implements ConsolePage {

  private static final int ROWS = 100;

  /// @param lag records that wait; -1 when it is not known
  public record Row(String name, String address, String kind, String state, long lag) {}

  public record Model(List<Row> rows, int found, int total, String search, int number, int pages) {

    /// The address of a page of this list.
    public String address(int page) {
      return "/groups?q="
          + java.net.URLEncoder.encode(search, java.nio.charset.StandardCharsets.UTF_8)
          + "&page="
          + page;
    }
  }

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/groups",
        context -> {
          Model model = model(context);
          if ("true".equals(context.header("HX-Request"))) {
            pages.renderPart(context, "groups", model);
          } else {
            pages.render(context, "groups", "groups", "Groups", model);
          }
        });
  }

  private static Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    String search = Asked.text(context, "q");
    List<GroupSight.Listed> all = client.groups().all();
    Map<String, Long> lags = client.groups().lags();
    List<Row> found =
        all.stream()
            .filter(
                g -> g.name().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
            .map(g ->
                new Row(
                    g.name(),
                    GroupPage.address(g.name()),
                    GroupPage.kind(g.kind()),
                    g.state(),
                    lags.getOrDefault(g.name(), -1L)))
            .sorted(Comparator.comparingLong(Row::lag).reversed().thenComparing(Row::name))
            .toList();
    int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
    int number = (int) Math.min(pages, Asked.number(context, "page", 1, 1, Integer.MAX_VALUE));
    return new Model(
        found.subList((number - 1) * ROWS, Math.min(found.size(), number * ROWS)),
        found.size(),
        all.size(),
        search,
        number,
        pages);
  }
}
