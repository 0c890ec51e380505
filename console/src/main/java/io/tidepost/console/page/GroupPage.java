package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.DeadLetters;
import io.tidepost.console.cluster.GroupMembers;
import io.tidepost.console.cluster.GroupSight;
import io.tidepost.console.cluster.GroupVerdict;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.console.fact.InFlightFact;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.RebalancesFact;
import io.tidepost.console.fact.Told;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.GroupType;

/// One group: who is in it, who does what, and what waits.
public final class GroupPage implements ConsolePage {

  /// @param lag records that wait, of the partitions where it is known
  /// @param lagMillis age of the oldest record that waits; -1 when none does
  public record Model(
      String name,
      String address,
      String kind,
      boolean resettable,
      GroupMembers members,
      List<GroupSight.Place> places,
      long lag,
      long lagMillis,
      List<GroupVerdict> verdicts,
      DeadLetters deadLetters,
      List<NodeFacts.InFlight> inFlight,
      List<Shared> shared,
      List<Told.Silent> silent) {}

  /// The work was shared out anew.
  ///
  /// @param node that coordinated the group then
  public record Shared(int node, NodeFacts.Rebalance time) {}

  private final ClusterFacts facts;

  public GroupPage(ClusterFacts facts) {
    this.facts = facts;
  }

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/groups/{group}",
        context -> {
          Model model = model(context);
          pages.render(context, "group", "groups", model.name(), model);
        });
    routes.post("/groups/{group}/delete", GroupPage::delete);
  }

  /// The path of a group's page.
  public static String address(String group) {
    return "/groups/" + URLEncoder.encode(group, StandardCharsets.UTF_8);
  }

  /// A kind's name for people.
  static String kind(GroupType kind) {
    return switch (kind) {
      case SHARE -> "share";
      case STREAMS -> "streams";
      case CONSUMER -> "consumer";
      case CLASSIC -> "classic";
      default -> "unknown";
    };
  }

  static GroupSight.Listed listed(ClusterClient client, String name) {
    return ClusterClient.settled(() ->
        client.groups().all().stream()
            .filter(group -> group.name().equals(name))
            .findFirst()
            .orElseThrow(() -> {
              client.groups().forget();
              return new ConsoleFailure(404, "There is no group '" + name + "'.");
            }));
  }

  private Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    String name = context.pathParam("group");
    GroupType kind = listed(client, name).kind();
    GroupMembers members = GroupMembers.of(client, name, kind);
    List<GroupSight.Place> places = client.groups().places(name, kind);
    Told<RebalancesFact.Answer> times = facts.ask(new RebalancesFact(name));
    return new Model(
        name,
        address(name),
        kind(kind),
        members.members().isEmpty(),
        members,
        places,
        places.stream().mapToLong(GroupSight.Place::lag).filter(lag -> lag > 0).sum(),
        places.stream().mapToLong(GroupSight.Place::lagMillis).max().orElse(-1),
        GroupVerdict.of(members, places),
        kind == GroupType.SHARE ? DeadLetters.of(client, name) : DeadLetters.NONE,
        kind == GroupType.SHARE ? inFlight(name) : List.of(),
        times.all().stream()
            .flatMap(of -> of.answer().times().stream().map(time -> new Shared(of.node(), time)))
            .sorted(Comparator.comparingLong((Shared one) -> one.time().millis()).reversed())
            .toList(),
        times.silent());
  }

  private List<NodeFacts.InFlight> inFlight(String group) {
    return facts.ask(new InFlightFact(group)).flat(InFlightFact.Answer::partitions).stream()
        .sorted(
            Comparator.comparing(NodeFacts.InFlight::topic)
                .thenComparingInt(NodeFacts.InFlight::partition))
        .toList();
  }

  private static void delete(Context context) {
    ClusterClient client = Doors.session(context).client();
    String name = context.pathParam("group");
    Asked.confirmed(context, name);
    List<String> one = List.of(name);
    switch (listed(client, name).kind()) {
      case SHARE -> get(client.admin().deleteShareGroups(one).all());
      case STREAMS -> get(client.admin().deleteStreamsGroups(one).all());
      default -> get(client.admin().deleteConsumerGroups(one).all());
    }
    client.groups().forget();
    Pages.done(context, "/groups", "Group " + name + " is deleted.");
  }
}
