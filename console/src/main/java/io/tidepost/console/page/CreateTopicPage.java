package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/// The form that makes a topic, with what each choice means.
public final class CreateTopicPage implements ConsolePage {

  private static final long DAY = 86_400_000L;

  /// @param nodes how many copies there can be
  /// @param refusal why nothing was made; empty at first
  public record Model(
      int nodes, String refusal, String name, String partitions, String copies, String days) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/topics/new", context -> show(context, pages, ""));
    routes.post(
        "/topics/new",
        context -> {
          try {
            create(context);
          } catch (ConsoleFailure e) {
            context.status(e.status());
            show(context, pages, String.valueOf(e.getMessage()));
          }
        });
  }

  private static void show(Context context, Pages pages, String refusal) {
    Model model =
        new Model(
            Doors.session(context).client().sight().nodes().all().size(),
            refusal,
            Asked.text(context, "name"),
            Asked.text(context, "partitions"),
            Asked.text(context, "copies"),
            Asked.text(context, "days"));
    pages.render(context, "create-topic", "topics", "New topic", model);
  }

  private static void create(Context context) {
    ClusterClient client = Doors.session(context).client();
    String name = Asked.text(context, "name");
    if (name.isEmpty()) {
      throw new ConsoleFailure(400, "name: a topic needs one.");
    }
    long partitions = Asked.number(context, "partitions", -1, 1, 100_000);
    long copies = Asked.number(context, "copies", -1, 1, Short.MAX_VALUE);
    Map<String, String> configs = new HashMap<>();
    String cleanup = Asked.text(context, "cleanup");
    if (!cleanup.isEmpty()) {
      configs.put("cleanup.policy", cleanup);
    }
    String days = Asked.text(context, "days");
    if (!days.isEmpty()) {
      configs.put("retention.ms", String.valueOf(retention(days)));
    }
    String durability = Asked.text(context, "durability");
    if (!durability.isEmpty()) {
      configs.put("tidepost.durability", durability);
    }
    NewTopic topic =
        new NewTopic(
            name,
            partitions < 0 ? Optional.empty() : Optional.of((int) partitions),
            copies < 0 ? Optional.empty() : Optional.of((short) copies));
    get(client.admin().createTopics(List.of(topic.configs(configs))).all());
    client.sight().forget();
    Pages.done(
        context,
        "/topics/" + URLEncoder.encode(name, StandardCharsets.UTF_8),
        "Topic " + name + " is made.");
  }

  private static long retention(String days) {
    try {
      double number = Double.parseDouble(days);
      if (number == -1) {
        return -1;
      }
      if (number > 0 && number <= 36_500) {
        return Math.round(number * DAY);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ConsoleFailure(
        400, "days: '" + days + "' is no number of days from 0 to 36,500, nor -1 for ever.");
  }
}
