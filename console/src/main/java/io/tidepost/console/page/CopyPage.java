package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Codecs;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Job;
import io.tidepost.console.cluster.Picks;
import io.tidepost.console.cluster.RecordCopy;
import io.tidepost.console.cluster.RecordEdit;
import io.tidepost.console.cluster.RecordFilter;
import io.tidepost.console.cluster.Registry;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/// Copies records to another topic, or dead letters back to where they came from: a preview, then
/// work that shows how far it is.
public final class CopyPage implements ConsolePage {

  private static final int TOPICS_OFFERED = 500;

  private final Registry registry;

  public CopyPage(Registry registry) {
    this.registry = registry;
  }

  /// @param letters whether the topic may hold dead letters
  /// @param confirm what has to be typed
  /// @param preview `null` until it was asked for
  public record Model(
      String topic,
      String address,
      String records,
      String text,
      String condition,
      String to,
      boolean letters,
      boolean samePartition,
      String find,
      String replace,
      String value,
      String headers,
      boolean edited,
      List<String> topics,
      String confirm,
      RecordCopy.@Nullable Preview preview,
      String refusal) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/topics/{topic}/copy", context -> show(context, pages, null, ""));
    routes.post(
        "/topics/{topic}/copy/preview",
        context -> {
          try {
            show(
                context,
                pages,
                RecordCopy.preview(client(context), order(context), codecs(context)),
                "");
          } catch (ConsoleFailure e) {
            context.status(e.status());
            show(context, pages, null, String.valueOf(e.getMessage()));
          }
        });
    routes.post("/topics/{topic}/copy", this::run);
  }

  private static ClusterClient client(Context context) {
    return Doors.session(context).client();
  }

  private Codecs codecs(Context context) {
    return new Codecs(registry, client(context));
  }

  /// Dead letters of share groups are kept in topics whose names say so, unless an option says
  /// otherwise; the form offers to take them back there.
  private static boolean letters(String topic) {
    return topic.startsWith("dlq.") || topic.contains("dead");
  }

  private static String records(Context context) {
    String typed = Asked.text(context, "records");
    List<String> ticked = context.formParams("pick");
    return ticked.isEmpty() ? typed : Picks.parse(typed + "," + String.join(",", ticked)).text();
  }

  private static String raw(Context context, String name) {
    String text = context.formParam(name);
    return text == null ? "" : text.replace("\r\n", "\n");
  }

  private static RecordCopy.Order order(Context context) {
    String topic = context.pathParam("topic");
    String to = Asked.text(context, "to");
    boolean ticked = !context.formParams("pick").isEmpty();
    if (to.isEmpty() && !letters(topic)) {
      throw new ConsoleFailure(
          400, ticked ? "Say to which topic they go." : "to: say to which topic they go.");
    }
    ClusterClient client = client(context);
    if (!to.isEmpty() && client.sight().topics().topic(to) == null) {
      client.sight().forget();
      TopicPage.described(client, to);
    }
    return new RecordCopy.Order(
        topic,
        Picks.parse(records(context)),
        new RecordFilter(Asked.text(context, "text"), "", Asked.text(context, "condition")),
        to,
        Asked.text(context, "partition").equals("same"),
        RecordEdit.of(
            raw(context, "value"),
            raw(context, "find"),
            raw(context, "replace"),
            raw(context, "headers")));
  }

  private static void show(
      Context context, Pages pages, RecordCopy.@Nullable Preview preview, String refusal) {
    String topic = context.pathParam("topic");
    String to = Asked.text(context, "to");
    String edits = raw(context, "find") + raw(context, "value") + raw(context, "headers");
    String records;
    try {
      records = records(context);
    } catch (ConsoleFailure e) {
      records = Asked.text(context, "records");
    }
    Model model =
        new Model(
            topic,
            TopicPage.address(topic),
            records,
            Asked.text(context, "text"),
            Asked.text(context, "condition"),
            to,
            letters(topic),
            Asked.text(context, "partition").equals("same"),
            raw(context, "find"),
            raw(context, "replace"),
            raw(context, "value"),
            raw(context, "headers"),
            !edits.isEmpty(),
            client(context).sight().topics().all().stream()
                .map(TopicDescription::name)
                .filter(name -> !name.startsWith("__"))
                .sorted()
                .limit(TOPICS_OFFERED)
                .toList(),
            to.isEmpty() ? topic : to,
            preview,
            refusal);
    pages.render(context, "copy", "topics", topic + ": copy records", model);
  }

  private void run(Context context) {
    RecordCopy.Order order = order(context);
    Asked.confirmed(context, order.back() ? order.from() : order.to());
    ClusterClient client = client(context);
    Codecs codecs = codecs(context);
    Job job =
        client
            .jobs()
            .start(
                order.back()
                    ? "Redrive the dead letters of " + order.from()
                    : "Copy records of " + order.from() + " to " + order.to(),
                TopicPage.address(order.from()),
                started -> RecordCopy.run(client, order, codecs, started));
    Pages.done(context, JobsPage.address(job), "It has begun.");
  }
}
