package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.Sight;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/// All topics, with search and order, however many there are.
public final class TopicsPage implements ConsolePage {

  private static final int ROWS = 50;

  /// One line of the list.
  ///
  /// @param state empty when all is well
  public record Row(
      String name,
      boolean internal,
      int partitions,
      int replicas,
      long bytes,
      String cleanup,
      long retentionMillis,
      String state) {}

  /// @param search what names hold
  /// @param sort the column
  /// @param number of the page, from 1
  public record Model(
      List<Row> rows,
      int found,
      int total,
      String search,
      String sort,
      boolean down,
      boolean internal,
      int number,
      int pages) {

    /// The address of this list in another order or on another page.
    public String address(String column, int page) {
      boolean turned = column.equals(sort) && page == number && !down;
      return "/topics?q="
          + java.net.URLEncoder.encode(search, java.nio.charset.StandardCharsets.UTF_8)
          + "&sort="
          + column
          + (column.equals(sort) && page != number
              ? (down ? "&down=1" : "")
              : turned ? "&down=1" : "")
          + (internal ? "&internal=1" : "")
          + "&page="
          + page;
    }
  }

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/topics",
        context -> {
          Model model = model(context);
          if ("true".equals(context.header("HX-Request"))) {
            pages.renderPart(context, "topics", model);
          } else {
            pages.render(context, "topics", "topics", "Topics", model);
          }
        });
  }

  private static Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    Sight.Topics topics = client.sight().topics();
    String search = Asked.text(context, "q");
    String sort = Asked.text(context, "sort").isEmpty() ? "name" : Asked.text(context, "sort");
    boolean down = Asked.ticked(context, "down");
    boolean internal = Asked.ticked(context, "internal");
    String wanted = search.toLowerCase(Locale.ROOT);
    Map<String, Long> bytes = new HashMap<>();
    client.sight().sizes().forEach((tp, size) -> bytes.merge(tp.topic(), size, Long::sum));

    List<TopicDescription> found =
        topics.all().stream()
            .filter(topic -> internal || !hidden(topic))
            .filter(topic -> topic.name().toLowerCase(Locale.ROOT).contains(wanted))
            .sorted(order(sort, down, bytes))
            .toList();
    int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
    int number = (int) Math.min(pages, Asked.number(context, "page", 1, 1, Integer.MAX_VALUE));
    List<TopicDescription> shown =
        found.subList((number - 1) * ROWS, Math.min(found.size(), number * ROWS));
    return new Model(
        rows(client, topics, shown, bytes),
        found.size(),
        topics.all().size(),
        search,
        sort,
        down,
        internal,
        number,
        pages);
  }

  /// Topics that the platform keeps for itself are shown when asked for.
  static boolean hidden(TopicDescription topic) {
    return topic.isInternal() || topic.name().startsWith("_");
  }

  private static Comparator<TopicDescription> order(
      String sort, boolean down, Map<String, Long> bytes) {
    Comparator<TopicDescription> order =
        switch (sort) {
          case "partitions" -> Comparator.comparingInt(topic -> topic.partitions().size());
          case "size" -> Comparator.comparingLong(topic -> bytes.getOrDefault(topic.name(), 0L));
          default -> Comparator.comparing(TopicDescription::name);
        };
    return (down ? order.reversed() : order).thenComparing(TopicDescription::name);
  }

  private static List<Row> rows(
      ClusterClient client,
      Sight.Topics topics,
      List<TopicDescription> shown,
      Map<String, Long> bytes) {
    Map<ConfigResource, Config> configs = new HashMap<>();
    if (!shown.isEmpty()) {
      client
          .admin()
          .describeConfigs(
              shown.stream()
                  .map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t.name()))
                  .toList())
          .values()
          .forEach((resource, future) -> {
            try {
              configs.put(resource, get(future));
            } catch (io.tidepost.console.cluster.ConsoleFailure hidden) {
              // may be listed and not described: its settings stay empty
            }
          });
    }
    Set<String> offline = names(topics.offline());
    Set<String> under = names(topics.underReplicated());
    return shown.stream()
        .map(topic -> {
          Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
          String retention = value(config, "retention.ms");
          return new Row(
              topic.name(),
              hidden(topic),
              topic.partitions().size(),
              topic.partitions().getFirst().replicas().size(),
              bytes.getOrDefault(topic.name(), 0L),
              value(config, "cleanup.policy"),
              retention.isEmpty() ? -2 : Long.parseLong(retention),
              offline.contains(topic.name())
                  ? "no leader"
                  : under.contains(topic.name()) ? "under-replicated" : "");
        })
        .toList();
  }

  private static Set<String> names(List<TopicPartition> partitions) {
    Set<String> names = new HashSet<>();
    partitions.forEach(partition -> names.add(partition.topic()));
    return names;
  }

  private static String value(@org.jspecify.annotations.Nullable Config config, String name) {
    if (config == null || config.get(name) == null || config.get(name).value() == null) {
      return "";
    }
    return config.get(name).value();
  }
}
