package io.tidepost.console.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who writes to which topics, and who reads them, as a graph in three columns.
///
/// @param boxes what is drawn
/// @param lines between them
/// @param flows the same for a table, by topic
/// @param width and `height` of the drawing
/// @param left topics that were left out
public record Lineage(
    List<Box> boxes, List<Line> lines, List<Flow> flows, int width, int height, int left) {

  /// How many topics are drawn.
  public static final int TOPICS_MAX = 40;

  private static final int BOX_WIDTH = 220;
  private static final int BOX_HEIGHT = 30;
  private static final int ROW = 42;
  private static final int GAP = 110;
  private static final int MARGIN = 8;
  private static final int LABEL_MAX = 28;

  /// Something writes, keeps or reads.
  ///
  /// @param kind `producer`, `topic` or `group`
  /// @param label its name, cut where it is long
  public record Box(String kind, String name, String label, int x, int y) {

    public int textX() {
      return x + 10;
    }

    public int textY() {
      return y + 20;
    }
  }

  /// @param path as SVG has it
  public record Line(String from, String to, String path) {}

  /// One topic with those around it.
  public record Flow(String topic, List<String> producers, List<String> groups) {}

  /// Draws it.
  ///
  /// @param writers names of producers by topic
  /// @param readers names of groups by topic
  /// @param query that a topic, producer or group holds; empty for all
  public static Lineage of(
      Collection<String> topics,
      Map<String, Set<String>> writers,
      Map<String, Set<String>> readers,
      String query) {
    String wanted = query.toLowerCase(Locale.ROOT);
    List<Flow> all = new ArrayList<>();
    for (String topic : new TreeSet<>(topics)) {
      Flow flow =
          new Flow(
              topic,
              List.copyOf(new TreeSet<>(writers.getOrDefault(topic, Set.of()))),
              List.copyOf(new TreeSet<>(readers.getOrDefault(topic, Set.of()))));
      if (holds(flow, wanted)) {
        all.add(flow);
      }
    }
    // Those that something flows through come first.
    all.sort(
        Comparator.comparing((Flow flow) -> flow.producers().isEmpty() && flow.groups().isEmpty()));
    List<Flow> shown = all.size() > TOPICS_MAX ? all.subList(0, TOPICS_MAX) : all;
    return drawn(List.copyOf(shown), all.size() - shown.size());
  }

  private static boolean holds(Flow flow, String wanted) {
    return flow.topic().toLowerCase(Locale.ROOT).contains(wanted)
        || flow.producers().stream().anyMatch(n -> n.toLowerCase(Locale.ROOT).contains(wanted))
        || flow.groups().stream().anyMatch(n -> n.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static Lineage drawn(List<Flow> flows, int left) {
    Map<String, Box> producers = column("producer", 0, byMiddle(flows, Flow::producers));
    Map<String, Box> groups = column("group", 2, byMiddle(flows, Flow::groups));
    Map<String, Box> topics = column("topic", 1, flows.stream().map(Flow::topic).toList());
    List<Line> lines = new ArrayList<>();
    for (Flow flow : flows) {
      Box topic = ClusterClient.of(topics, flow.topic());
      flow.producers().forEach(name -> lines.add(line(ClusterClient.of(producers, name), topic)));
      flow.groups().forEach(name -> lines.add(line(topic, ClusterClient.of(groups, name))));
    }
    List<Box> boxes = new ArrayList<>(producers.values());
    boxes.addAll(topics.values());
    boxes.addAll(groups.values());
    int rows = Math.max(topics.size(), Math.max(producers.size(), groups.size()));
    return new Lineage(
        boxes,
        lines,
        flows,
        3 * BOX_WIDTH + 2 * GAP + 2 * MARGIN,
        Math.max(1, rows) * ROW + 2 * MARGIN,
        left);
  }

  /// Names in the order of the middle of the topics that they belong to, so that lines cross
  /// little.
  private static List<String> byMiddle(
      List<Flow> flows, java.util.function.Function<Flow, List<String>> of) {
    Map<String, List<Integer>> rows = new HashMap<>();
    Set<String> names = new LinkedHashSet<>();
    for (int row = 0; row < flows.size(); row++) {
      for (String name : of.apply(flows.get(row))) {
        names.add(name);
        rows.computeIfAbsent(name, some -> new ArrayList<>()).add(row);
      }
    }
    List<String> ordered = new ArrayList<>(names);
    ordered.sort(
        Comparator.comparingDouble((String name) ->
                ClusterClient.of(rows, name).stream().mapToInt(row -> row).average().orElse(0))
            .thenComparing(Comparator.naturalOrder()));
    return ordered;
  }

  private static Map<String, Box> column(String kind, int number, List<String> names) {
    Map<String, Box> boxes = new java.util.LinkedHashMap<>();
    for (int row = 0; row < names.size(); row++) {
      String name = names.get(row);
      boxes.put(
          name,
          new Box(
              kind,
              name,
              name.length() <= LABEL_MAX ? name : name.substring(0, LABEL_MAX - 1) + "…",
              MARGIN + number * (BOX_WIDTH + GAP),
              MARGIN + row * ROW));
    }
    return boxes;
  }

  private static Line line(Box from, Box to) {
    int x1 = from.x() + BOX_WIDTH;
    int y1 = from.y() + BOX_HEIGHT / 2;
    int x2 = to.x();
    int y2 = to.y() + BOX_HEIGHT / 2;
    int middle = (x1 + x2) / 2;
    return new Line(
        from.name(),
        to.name(),
        "M" + x1 + " " + y1 + " C" + middle + " " + y1 + " " + middle + " " + y2 + " " + x2 + " "
            + y2);
  }
}
