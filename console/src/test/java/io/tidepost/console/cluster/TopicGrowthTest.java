package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicGrowthTest {

  @Test
  void aPartitionWithFarMoreThanItsShareIsHot() {
    assertEquals(List.of(1), TopicGrowth.hot(Map.of(0, 100L, 1, 900L)));
    assertEquals(List.of(), TopicGrowth.hot(Map.of(0, 400L, 1, 600L)));
    assertEquals(List.of(3, 0), TopicGrowth.hot(Map.of(0, 400L, 1, 10L, 2, 10L, 3, 500L, 4, 10L)));
    assertEquals(List.of(), TopicGrowth.hot(Map.of(0, 90L, 1, 0L)), "too few to say");
    assertEquals(List.of(), TopicGrowth.hot(Map.of(0, 10_000L)), "there is no other");
  }

  @Test
  void theChartFillsItsBox() {
    TopicGrowth growth = new TopicGrowth(List.of(0L, 5L, 10L), 15, 15, Map.of(), 100);
    assertEquals("0,58 300,30 600,2", growth.points());
    assertEquals(1_500, growth.hourBytes());
  }
}
