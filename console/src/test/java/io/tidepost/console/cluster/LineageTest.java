package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineageTest {

  private static final Map<String, Set<String>> WRITERS =
      Map.of("orders", Set.of("shop"), "mails", Set.of("mailer", "shop"));
  private static final Map<String, Set<String>> READERS = Map.of("orders", Set.of("billing"));

  @Test
  void linesGoFromWhoWritesToTopicsToWhoReads() {
    Lineage graph = Lineage.of(List.of("orders", "mails", "quiet"), WRITERS, READERS, "");
    assertEquals(
        Set.of("mailer>mails", "shop>mails", "shop>orders", "orders>billing"),
        Set.copyOf(graph.lines().stream().map(line -> line.from() + ">" + line.to()).toList()));
    assertEquals(
        List.of("mails", "orders", "quiet"),
        graph.flows().stream().map(Lineage.Flow::topic).toList());
    // No two boxes are in one place, and all are in the drawing.
    Set<String> places = new HashSet<>();
    for (Lineage.Box box : graph.boxes()) {
      assertTrue(places.add(box.x() + ":" + box.y()), box::name);
      assertTrue(box.x() >= 0 && box.x() + 220 <= graph.width(), box::name);
      assertTrue(box.y() >= 0 && box.y() + 30 <= graph.height(), box::name);
    }
    assertEquals(6, graph.boxes().size());
  }

  @Test
  void whatIsLookedForIsWhatAnyOfThemHolds() {
    assertEquals(
        List.of("orders"),
        Lineage.of(List.of("orders", "mails"), WRITERS, READERS, "BILL").flows().stream()
            .map(Lineage.Flow::topic)
            .toList());
  }

  @Test
  void ofVeryManyTopicsThoseAreDrawnThatSomethingFlowsThrough() {
    List<String> topics =
        new java.util.ArrayList<>(
            java.util.stream.IntStream.range(0, 100).mapToObj(i -> "a" + i).toList());
    topics.add("orders");
    Lineage graph = Lineage.of(topics, WRITERS, READERS, "");
    assertEquals(Lineage.TOPICS_MAX, graph.flows().size());
    assertEquals("orders", graph.flows().getFirst().topic());
    assertEquals(61, graph.left());
  }
}
