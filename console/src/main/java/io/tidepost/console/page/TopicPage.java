package io.tidepost.console.page;

import static io.tidepost.console.cluster.ClusterClient.answer;
import static io.tidepost.console.cluster.ClusterClient.get;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ClusterClient;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Offsets;
import io.tidepost.console.cluster.TopicActivity;
import io.tidepost.console.cluster.TopicGrowth;
import io.tidepost.console.fact.ClusterFacts;
import io.tidepost.console.fact.NodeFacts;
import io.tidepost.console.fact.Told;
import io.tidepost.console.fact.WritersFact;
import io.tidepost.console.web.Asked;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/// One topic: its partitions, who writes and who reads, and its settings.
public final class TopicPage implements ConsolePage {

  /// How many partitions are shown.
  private static final int PARTITIONS_SHOWN = 1_000;

  private static final int WRITERS_SHOWN = 50;

  private final ClusterFacts facts;

  public TopicPage(ClusterFacts facts) {
    this.facts = facts;
  }

  /// @param leader -1 when there is none
  /// @param start and `end`: -1 when they are not known
  public record Partition(
      int number,
      int leader,
      List<Integer> replicas,
      List<Integer> inSync,
      List<Integer> eligible,
      long start,
      long end,
      long bytes) {}

  /// @param source where the value comes from, in words
  public record Setting(
      String name, String value, String source, boolean own, boolean readOnly, String says) {}

  /// @param oldestMillis when the oldest record was written; -1 when there is none
  /// @param goesMillis when retention takes it; -1 when never
  public record Model(
      String name,
      String address,
      boolean internal,
      List<Partition> partitions,
      int allPartitions,
      long records,
      long bytes,
      long oldestMillis,
      long goesMillis,
      List<Setting> settings,
      TopicActivity activity,
      TopicGrowth growth,
      List<NodeFacts.Writer> writers,
      List<Told.Silent> silent) {}

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get(
        "/topics/{topic}",
        context -> {
          Model model = model(context);
          pages.render(context, "topic", "topics", model.name(), model);
        });
    routes.post("/topics/{topic}/delete", TopicPage::delete);
    routes.post("/topics/{topic}/partitions", TopicPage::addPartitions);
    routes.post("/topics/{topic}/settings", TopicPage::change);
    routes.post("/topics/{topic}/empty", TopicPage::empty);
  }

  /// The path of a topic's page.
  public static String address(String topic) {
    return "/topics/" + URLEncoder.encode(topic, StandardCharsets.UTF_8);
  }

  static TopicDescription described(ClusterClient client, String name) {
    return ClusterClient.settled(() -> asked(client, name));
  }

  private static TopicDescription asked(ClusterClient client, String name) {
    return answer(client.admin().describeTopics(List.of(name)).topicNameValues(), name);
  }

  private Model model(Context context) {
    ClusterClient client = Doors.session(context).client();
    String name = context.pathParam("topic");
    TopicDescription topic = described(client, name);
    List<TopicPartition> ids =
        topic.partitions().stream()
            .limit(PARTITIONS_SHOWN)
            .map(p -> new TopicPartition(name, p.partition()))
            .toList();
    var starts = Offsets.of(client, ids, OffsetSpec.earliest());
    var ends = Offsets.of(client, ids, OffsetSpec.latest());
    Map<TopicPartition, Long> sizes = client.sight().sizes();
    List<Partition> partitions = new ArrayList<>();
    for (TopicPartitionInfo info : topic.partitions().subList(0, ids.size())) {
      TopicPartition id = new TopicPartition(name, info.partition());
      partitions.add(
          new Partition(
              info.partition(),
              info.leader() == null || info.leader().isEmpty() ? -1 : info.leader().id(),
              numbers(info.replicas()),
              numbers(info.isr()),
              numbers(info.elr() == null ? List.of() : info.elr()),
              offset(starts.get(id)),
              offset(ends.get(id)),
              sizes.getOrDefault(id, 0L)));
    }
    List<Setting> settings = ClusterClient.settled(() -> settings(client, name));
    TopicActivity activity = TopicActivity.of(client, name, ids);
    long oldest = activity.oldestMillis();
    long retention =
        settings.stream()
            .filter(s -> s.name().equals("retention.ms"))
            .mapToLong(s -> Long.parseLong(s.value()))
            .findFirst()
            .orElse(-1);
    long records =
        partitions.stream().filter(p -> p.end() >= 0).mapToLong(p -> p.end() - p.start()).sum();
    long bytes = partitions.stream().mapToLong(Partition::bytes).sum();
    Told<WritersFact.Answer> told = facts.ask(new WritersFact(name, WRITERS_SHOWN));
    return new Model(
        name,
        address(name),
        TopicsPage.hidden(topic),
        partitions,
        topic.partitions().size(),
        records,
        bytes,
        oldest,
        oldest < 0 || retention < 0 || compactedOnly(settings) ? -1 : oldest + retention,
        settings,
        activity,
        TopicGrowth.of(client, ids, records, bytes),
        writers(told),
        told.silent());
  }

  /// A client that writes to partitions of several leaders is one.
  private static List<NodeFacts.Writer> writers(Told<WritersFact.Answer> told) {
    Map<List<String>, NodeFacts.Writer> all = new HashMap<>();
    for (NodeFacts.Writer writer : told.flat(WritersFact.Answer::writers)) {
      all.merge(List.of(writer.clientId(), writer.user()), writer, NodeFacts.Writer::with);
    }
    return all.values().stream()
        .sorted(Comparator.comparingLong(NodeFacts.Writer::lastMillis).reversed())
        .limit(WRITERS_SHOWN)
        .toList();
  }

  private static boolean compactedOnly(List<Setting> settings) {
    return settings.stream()
        .anyMatch(s -> s.name().equals("cleanup.policy") && !s.value().contains("delete"));
  }

  private static List<Integer> numbers(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }

  private static long offset(@org.jspecify.annotations.Nullable ListOffsetsResultInfo info) {
    return info == null ? -1 : info.offset();
  }

  private static List<Setting> settings(ClusterClient client, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    var options =
        new org.apache.kafka.clients.admin.DescribeConfigsOptions().includeDocumentation(true);
    return answer(client.admin().describeConfigs(List.of(resource), options).values(), resource)
        .entries()
        .stream()
        .map(entry ->
            new Setting(
                entry.name(),
                entry.value() == null ? "" : entry.value(),
                source(entry.source()),
                entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG,
                entry.isReadOnly(),
                entry.documentation() == null ? "" : entry.documentation()))
        .sorted(Comparator.comparing((Setting s) -> !s.own()).thenComparing(Setting::name))
        .toList();
  }

  private static String source(ConfigEntry.ConfigSource source) {
    return switch (source) {
      case DYNAMIC_TOPIC_CONFIG -> "this topic";
      case DYNAMIC_BROKER_CONFIG -> "this node, changed at run time";
      case DYNAMIC_DEFAULT_BROKER_CONFIG -> "all nodes, changed at run time";
      case STATIC_BROKER_CONFIG -> "the server's file";
      case DEFAULT_CONFIG -> "built in";
      default -> "elsewhere";
    };
  }

  private static void delete(Context context) {
    String name = context.pathParam("topic");
    Asked.confirmed(context, name);
    ClusterClient client = Doors.session(context).client();
    get(client.admin().deleteTopics(List.of(name)).all());
    client.sight().forget();
    Pages.done(context, "/topics", "Topic " + name + " is deleted.");
  }

  private static void addPartitions(Context context) {
    String name = context.pathParam("topic");
    Asked.confirmed(context, name);
    ClusterClient client = Doors.session(context).client();
    int now = described(client, name).partitions().size();
    long wanted = Asked.number(context, "count", -1, now + 1L, 100_000);
    if (wanted < 0) {
      throw new ConsoleFailure(400, "count: how many partitions is the topic to have?");
    }
    get(
        client
            .admin()
            .createPartitions(Map.of(name, NewPartitions.increaseTo((int) wanted)))
            .all());
    client.sight().forget();
    Pages.done(context, address(name), "Topic " + name + " now has " + wanted + " partitions.");
  }

  private static void change(Context context) {
    String name = context.pathParam("topic");
    String setting = Asked.text(context, "name");
    String value = context.formParam("value");
    boolean back = Asked.ticked(context, "back");
    ClusterClient client = Doors.session(context).client();
    AlterConfigOp change =
        new AlterConfigOp(
            new ConfigEntry(setting, value == null ? "" : value.strip()),
            back ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    get(client.admin().incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
    Pages.done(
        context,
        address(name),
        back ? setting + " is back at its default." : setting + " is now " + value + ".");
  }

  private static void empty(Context context) {
    String name = context.pathParam("topic");
    Asked.confirmed(context, name);
    ClusterClient client = Doors.session(context).client();
    Map<TopicPartition, org.apache.kafka.clients.admin.RecordsToDelete> all =
        new java.util.HashMap<>();
    described(client, name)
        .partitions()
        .forEach(p ->
            all.put(
                new TopicPartition(name, p.partition()),
                org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(-1)));
    get(client.admin().deleteRecords(all).all());
    client.sight().forget();
    Pages.done(context, address(name), "All records of topic " + name + " are deleted.");
  }
}
