package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Job;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import io.tidepost.metadata.balance.Goals;
import io.tidepost.metadata.balance.Plan;
import io.tidepost.metadata.balance.Planner;
import io.tidepost.operate.move.ClusterState;
import io.tidepost.operate.move.LoadMeter;
import io.tidepost.operate.move.MoveStop;
import io.tidepost.operate.move.PlanRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A plan of moves with reasons, its start and its end, and what moves now.
public final class BalancePage implements ConsolePage {

  private static final int SHOWN = 500;
  private static final long MEASURED_MILLIS = 5_000;
  private static final long MEGABYTE = 1_000_000;
  private static final long RATE_MAX = 100_000;

  /// @param adding and `removing`: ids of nodes
  public record Move(String partition, List<Integer> adding, List<Integer> removing) {}

  /// @param id of the plan
  /// @param plan `null` until one was asked for
  /// @param shown the first steps of it
  public record Model(
      boolean disk,
      boolean leaders,
      boolean traffic,
      String drain,
      int id,
      @Nullable Plan plan,
      List<Plan.Step> shown,
      List<Move> moves,
      String refusal) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/cluster/balance",
        context -> {
          try {
            show(context, pages, asked(context) ? plan(context) : null, "");
          } catch (ConsoleFailure e) {
            context.status(e.status());
            show(context, pages, null, String.valueOf(e.getMessage()));
          }
        });
    routes.post("/cluster/balance", BalancePage::start);
    routes.post("/cluster/balance/stop", BalancePage::stop);
  }

  private static boolean asked(Context context) {
    return context.queryString() != null;
  }

  private static Set<Integer> drained(Context context) {
    Set<Integer> ids = new TreeSet<>();
    for (String word : Asked.text(context, "drain").split("[,\\s]+")) {
      if (word.isEmpty()) {
        continue;
      }
      if (!word.matches("\\d{1,9}")) {
        throw new ConsoleFailure(400, "drain: '" + word + "' is no node's number.");
      }
      ids.add(Integer.valueOf(word));
    }
    return ids;
  }

  private static Plan plan(Context context) {
    Set<Integer> drained = drained(context);
    Goals all = drained.isEmpty() ? Goals.even() : Goals.drain(drained);
    boolean traffic = Asked.ticked(context, "traffic");
    Goals goals =
        new Goals(
            drained,
            Asked.ticked(context, "disk"),
            Asked.ticked(context, "leaders"),
            traffic,
            all.tolerancePercent(),
            all.movesMax(),
            all.batchMovesMax(),
            all.batchBytesMax());
    return Doors.session(context)
        .client()
        .operate(admin -> {
          ClusterState state = ClusterState.read(admin);
          state.demand(drained);
          return Planner.plan(
              LoadMeter.measure(admin, state, traffic ? MEASURED_MILLIS : 0), goals);
        });
  }

  private static void show(Context context, Pages pages, @Nullable Plan plan, String refusal) {
    ClusterClient client = Doors.session(context).client();
    boolean first = !asked(context);
    Model model =
        new Model(
            first || Asked.ticked(context, "disk"),
            first || Asked.ticked(context, "leaders"),
            Asked.ticked(context, "traffic"),
            Asked.text(context, "drain"),
            plan == null ? 0 : client.plan().keep(plan),
            plan,
            plan == null ? List.of() : plan.steps().stream().limit(SHOWN).toList(),
            moves(client),
            refusal);
    pages.render(context, "balance", "cluster", "Balance", model);
  }

  /// What moves now; nothing where that may not be asked.
  static List<Move> moves(ClusterClient client) {
    try {
      List<Move> moves = new ArrayList<>();
      get(client.admin().listPartitionReassignments().reassignments())
          .forEach((partition, move) ->
              moves.add(
                  new Move(partition.toString(), move.addingReplicas(), move.removingReplicas())));
      moves.sort(Comparator.comparing(Move::partition));
      return moves;
    } catch (ConsoleFailure refused) {
      return List.of();
    }
  }

  private static void start(Context context) {
    Asked.confirmed(context, "move");
    long rate = Asked.number(context, "rate", 0, 0, RATE_MAX) * MEGABYTE;
    ClusterClient client = Doors.session(context).client();
    Plan plan = client.plan().take(Asked.number(context, "plan", 0, 0, Integer.MAX_VALUE));
    Job job =
        client
            .jobs()
            .start(
                "Move " + plan.steps().size() + " partitions",
                "/cluster/balance",
                started -> run(client, plan, rate, started));
    Pages.done(context, JobsPage.address(job), "It has begun.");
  }

  /// When it is stopped, what is under way is cancelled, too.
  private static String run(ClusterClient client, Plan plan, long rate, Job job) {
    job.interruptible();
    int moved =
        client.operate(admin -> {
          try {
            return new PlanRunner(admin, job::say, rate).run(plan);
          } catch (InterruptedException e) {
            stopAll(client);
            return -1;
          }
        });
    client.sight().forget();
    if (moved < 0) {
      return "It was stopped; what has arrived stays.";
    }
    return moved == 1 ? "1 partition has changed." : moved + " partitions have changed.";
  }

  private static int stopAll(ClusterClient client) {
    List<MoveStop.Stopped> all = client.operate(MoveStop::all);
    for (MoveStop.Stopped one : all) {
      String problem = one.problem();
      if (problem != null) {
        throw new ConsoleFailure(400, one.partition() + " goes on: " + problem + ".");
      }
    }
    return all.size();
  }

  private static void stop(Context context) {
    Asked.confirmed(context, "stop");
    ClusterClient client = Doors.session(context).client();
    int stopped = stopAll(client);
    Pages.done(context, "/cluster/balance", "Moves that were stopped: " + stopped + ".");
  }
}
