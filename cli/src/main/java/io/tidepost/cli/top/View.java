package io.tidepost.cli.top;

import io.tidepost.cli.Progress;
import io.tidepost.cli.Table;
import io.tidepost.cli.group.GroupLag;
import io.tidepost.cli.top.Sample.NodeLine;
import io.tidepost.cli.top.Sample.TopicLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Two looks at a cluster made into what is shown: rates are what changed between them.
final class View {

  /// A topic or group with its rates, a second.
  private record Rated<T>(T line, double records, @Nullable Double bytes) {}

  private final Sample now;
  private final List<Rated<TopicLine>> topics = new ArrayList<>();
  private final List<Rated<GroupLag>> groups = new ArrayList<>();

  View(Sample before, Sample now) {
    this.now = now;
    double seconds = Math.max(1e-3, (now.nanos() - before.nanos()) / 1e9);
    now.topics()
        .values()
        .forEach(topic -> {
          TopicLine was = before.topics().getOrDefault(topic.name(), topic);
          Long bytes = topic.bytes();
          Long bytesBefore = was.bytes();
          topics.add(
              new Rated<>(
                  topic,
                  Math.max(0, topic.position() - was.position()) / seconds,
                  bytes == null || bytesBefore == null
                      ? null
                      : (Double) (Math.max(0, bytes - bytesBefore) / seconds)));
        });
    topics.sort(
        Comparator.comparingDouble((Rated<TopicLine> topic) -> -topic.records())
            .thenComparing(topic -> topic.line().name()));
    Map<String, GroupLag> groupsBefore = new HashMap<>();
    before.groups().forEach(group -> groupsBefore.put(group.group(), group));
    for (GroupLag group : now.groups()) {
      GroupLag was = groupsBefore.getOrDefault(group.group(), group);
      groups.add(
          new Rated<>(group, Math.max(0, group.position() - was.position()) / seconds, null));
    }
    groups.sort(
        Comparator.comparingLong((Rated<GroupLag> group) -> -group.line().lag())
            .thenComparing(group -> group.line().group()));
  }

  /// For programs; see docs/formats/cli-json.md.
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("clusterId", now.clusterId());
    tree.put("controllerId", now.controllerId());
    tree.put("partitions", now.partitions());
    tree.put("underReplicated", now.underReplicated());
    tree.put("offline", now.offline());
    var nodes = new Table("id", "address", "leaders", "replicas", "notInSync");
    for (NodeLine node : now.nodes().values()) {
      nodes.row(node.id(), node.address(), node.leaders(), node.replicas(), node.notInSync());
    }
    tree.put("nodes", nodes.rows());
    var shown =
        new Table(
            "topic",
            "partitions",
            "underReplicated",
            "recordsPerSecond",
            "bytesPerSecond",
            "bytes");
    for (Rated<TopicLine> topic : topics) {
      TopicLine line = topic.line();
      shown.row(
          line.name(),
          line.partitions(),
          line.underReplicated(),
          tenths(topic.records()),
          topic.bytes() == null ? null : (Double) tenths(topic.bytes()),
          line.bytes());
    }
    tree.put("topics", shown.rows());
    var lags = new Table("group", "type", "state", "lag", "recordsPerSecond");
    for (Rated<GroupLag> group : groups) {
      GroupLag line = group.line();
      lags.row(line.group(), line.type(), line.state(), line.lag(), tenths(group.records()));
    }
    tree.put("groups", lags.rows());
    return tree;
  }

  /// For people: lines no wider than the terminal, and no more than it has.
  List<String> lines(int width, int height) {
    List<String> lines = new ArrayList<>();
    double records = topics.stream().mapToDouble(Rated::records).sum();
    double bytes = topics.stream().mapToDouble(t -> t.bytes() == null ? 0 : t.bytes()).sum();
    lines.add(
        "cluster "
            + now.clusterId()
            + "  in "
            + rate(records)
            + " records/s, "
            + Progress.size(Math.round(bytes))
            + "/s");
    lines.add(
        now.partitions()
            + " partitions, "
            + now.underReplicated()
            + " under-replicated, "
            + now.offline()
            + " offline, controller "
            + (now.controllerId() < 0 ? "-" : now.controllerId()));
    lines.add("");
    int name = Math.max(12, width - 58);
    lines.add(row(name, "NODE", "", "LEADERS", "REPLICAS", "NOT IN SYNC"));
    for (NodeLine node : now.nodes().values()) {
      lines.add(
          row(
              name,
              node.id() + "  " + (node.address() == null ? "down" : node.address()),
              "",
              String.valueOf(node.leaders()),
              String.valueOf(node.replicas()),
              String.valueOf(node.notInSync())));
    }
    lines.add("");
    int rest = Math.max(2, height - lines.size() - 5);
    int forGroups = Math.min(groups.size(), Math.max(1, rest / 2));
    int forTopics = Math.max(1, rest - forGroups);
    lines.add(row(name, "TOPIC", "PARTITIONS", "RECORDS/S", "BYTES/S", "SIZE"));
    for (Rated<TopicLine> topic : topics.subList(0, Math.min(forTopics, topics.size()))) {
      TopicLine line = topic.line();
      lines.add(
          row(
              name,
              line.name(),
              line.partitions()
                  + (line.underReplicated() > 0 ? " (" + line.underReplicated() + " behind)" : ""),
              rate(topic.records()),
              size(topic.bytes() == null ? null : Math.round(topic.bytes())),
              size(line.bytes())));
    }
    more(lines, topics.size() - forTopics);
    lines.add("");
    lines.add(row(name, "GROUP", "TYPE", "STATE", "LAG", "RECORDS/S"));
    for (Rated<GroupLag> group : groups.subList(0, forGroups)) {
      GroupLag line = group.line();
      lines.add(
          row(
              name,
              line.group(),
              line.type(),
              line.state(),
              String.format(Locale.ROOT, "%,d", line.lag()),
              rate(group.records())));
    }
    more(lines, groups.size() - forGroups);
    return lines.stream().map(line -> cut(line, width)).limit(height).toList();
  }

  private static void more(List<String> lines, int count) {
    if (count > 0) {
      lines.add("... and " + count + " more");
    }
  }

  private static String row(int name, String first, String... others) {
    var text = new StringBuilder(String.format("%-" + name + "s", cut(first, name)));
    for (int i = 0; i < others.length; i++) {
      text.append(String.format(i == 0 ? " %14s" : i == 1 ? " %19s" : " %10s", others[i]));
    }
    return text.toString().stripTrailing();
  }

  private static double tenths(double number) {
    return Math.round(number * 10) / 10.0;
  }

  private static String rate(double perSecond) {
    return String.format(
        Locale.ROOT, perSecond > 0 && perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }

  private static String size(@Nullable Long bytes) {
    return bytes == null ? "-" : Progress.size(bytes);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "~";
  }
}
