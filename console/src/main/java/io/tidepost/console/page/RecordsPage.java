package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Codecs;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.RecordFilter;
import io.tidepost.console.cluster.RecordQuery;
import io.tidepost.console.cluster.RecordReader;
import io.tidepost.console.cluster.Registry;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/// Records of a topic, by place, time, key and content.
public final class RecordsPage implements ConsolePage {

  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 500;

  private final Registry registry;

  public RecordsPage(Registry registry) {
    this.registry = registry;
  }

  /// @param refusal why there is nothing to see; empty when there is
  public record Model(
      String topic,
      String address,
      int partitions,
      RecordQuery query,
      String value,
      RecordReader.Found found,
      String refusal,
      boolean registry) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/topics/{topic}/records",
        context -> {
          Model model = model(context);
          pages.render(context, "records", "topics", model.topic() + ": records", model);
        });
    routes.get(
        "/topics/{topic}/records.json",
        context -> {
          RecordReader.Found found = read(context, query(context));
          String name = context.pathParam("topic").replaceAll("[^A-Za-z0-9._-]", "_");
          context.header("Content-Disposition", "attachment; filename=\"" + name + ".json\"");
          context.contentType("application/json").result(Download.json(found.records()));
        });
    routes.sse("/topics/{topic}/tail", browser -> Tail.follow(browser, pages, registry));
  }

  private static ClusterClient client(Context context) {
    return Doors.session(context).client();
  }

  private RecordReader.Found read(Context context, RecordQuery query) {
    return RecordReader.read(client(context), query, new Codecs(registry, client(context)));
  }

  private Model model(Context context) {
    String topic = context.pathParam("topic");
    int partitions = TopicPage.described(client(context), topic).partitions().size();
    RecordQuery query;
    try {
      query = query(context);
      return new Model(
          topic,
          TopicPage.address(topic),
          partitions,
          query,
          Asked.text(context, "value"),
          read(context, query),
          "",
          registry.there());
    } catch (ConsoleFailure e) {
      query = new RecordQuery(topic, -1, RecordQuery.From.NEWEST, 0, LIMIT, false, filter(context));
      return new Model(
          topic,
          TopicPage.address(topic),
          partitions,
          query,
          Asked.text(context, "value"),
          new RecordReader.Found(java.util.List.of(), 0, true),
          String.valueOf(e.getMessage()),
          registry.there());
    }
  }

  private static RecordFilter filter(Context context) {
    return new RecordFilter(
        Asked.text(context, "text"), Asked.text(context, "key"), Asked.text(context, "condition"));
  }

  private static RecordQuery query(Context context) {
    RecordQuery.From from = from(Asked.text(context, "from"));
    return new RecordQuery(
        context.pathParam("topic"),
        (int) Asked.number(context, "partition", -1, -1, Integer.MAX_VALUE),
        from,
        switch (from) {
          case OFFSET -> Asked.number(context, "value", 0, 0, Long.MAX_VALUE);
          case TIME -> millis(Asked.text(context, "value"));
          default -> 0;
        },
        (int) Asked.number(context, "limit", LIMIT, 1, LIMIT_MAX),
        Asked.ticked(context, "committed"),
        filter(context));
  }

  private static RecordQuery.From from(String text) {
    try {
      return text.isEmpty()
          ? RecordQuery.From.NEWEST
          : RecordQuery.From.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConsoleFailure(
          400, "from: '" + text + "' is none of newest, oldest, offset and time.");
    }
  }

  /// A moment: `2026-11-29T12:00:00Z`, the same without a zone (UTC), or milliseconds.
  static long millis(String text) {
    try {
      if (text.matches("\\d{1,15}")) {
        return Long.parseLong(text);
      }
      return text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d")
          ? java.time.OffsetDateTime.parse(text).toInstant().toEpochMilli()
          : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      throw new ConsoleFailure(
          400,
          "value: '" + text + "' is no time such as " + Instant.ofEpochSecond(1_767_225_600) + ".");
    }
  }
}
