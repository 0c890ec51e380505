package io.tidepost.monitor.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BusiestTest {

  private final Busiest<Map.Entry<String, Long>> busiest =
      new Busiest<>(
          Map.Entry::getKey, Map.Entry::getValue, each -> each.getKey().startsWith("troubled"));

  private List<String> choose(int max, Map<String, Long> totals) {
    return busiest.choose(new TreeMap<>(totals).entrySet(), max).stream()
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void allAreChosenWhereThereIsRoom() {
    assertEquals(List.of("a", "b"), choose(2, Map.of("b", 1L, "a", 9L)));
  }

  @Test
  void thoseAreChosenThatSomethingHappenedToSinceTheLastTime() {
    assertEquals(List.of("a"), choose(1, Map.of("a", 9L, "b", 1L)));
    assertEquals(List.of("b"), choose(1, Map.of("a", 10L, "b", 8L)));
  }

  @Test
  void theTroubledComeFirst() {
    assertEquals(List.of("troubled", "a"), choose(2, Map.of("a", 9L, "b", 1L, "troubled", 0L)));
  }
}
