package io.tidepost.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.cli.group.GroupLag;
import io.tidepost.cli.top.Sample.NodeLine;
import io.tidepost.cli.top.Sample.TopicLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static Sample sample(long seconds, int topics, long each) {
    Map<String, TopicLine> lines = new TreeMap<>();
    List<GroupLag> groups = new ArrayList<>();
    for (int i = 0; i < topics; i++) {
      String name = "a-topic-with-a-name-that-is-rather-long-for-a-terminal-" + i;
      lines.put(
          name, new TopicLine(name, 1000, i, 0, seconds * each * i, seconds * 1_000_000L * i));
      groups.add(
          new GroupLag("group-" + name, "consumer", "PreparingRebalance", i, seconds * each));
    }
    var up = new NodeLine(1, "a-host.with-a-long.name.example.com:9092", 1000, 2000, 0);
    var down = new NodeLine(2, null, 0, 2000, 2000);
    return new Sample(
        seconds * 1_000_000_000L, "JX5tzJEJQ3aqTj", 1, Map.of(1, up, 2, down), lines, groups);
  }

  @Test
  void linesFitTheTerminal() {
    var view = new View(sample(0, 30, 500), sample(2, 30, 500));
    List<String> lines = view.lines(80, 24);
    lines.forEach(line -> assertTrue(line.length() <= 80, line.length() + ": " + line));
    assertTrue(lines.size() <= 24, String.join("\n", lines));
    String all = String.join("\n", lines);
    assertTrue(all.contains("2  down"), all);
    assertTrue(all.contains("RECORDS/S") && all.contains("LAG"), all);
    assertTrue(all.contains("and ") && all.contains(" more"), all);
    assertTrue(all.contains("435 under-replicated"), all);
  }

  private static Map<?, ?> first(Map<String, Object> tree, String field) {
    List<?> rows = (List<?>) Objects.requireNonNull(tree.get(field));
    return (Map<?, ?>) rows.getFirst();
  }

  @Test
  void ratesAreWhatChangedBySeconds() {
    Map<String, Object> tree = new View(sample(0, 2, 500), sample(4, 2, 500)).tree();
    Map<?, ?> first = first(tree, "topics");
    assertEquals(500.0, first.get("recordsPerSecond"));
    assertEquals(1_000_000.0, first.get("bytesPerSecond"));
    Map<?, ?> behind = first(tree, "groups");
    assertEquals(1L, behind.get("lag"));
    assertEquals(500.0, behind.get("recordsPerSecond"));
  }
}
