package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GroupHistoryTest {

  private final GroupHistory history = new GroupHistory();

  @Test
  void theNewestComesFirstAndTheOldestGoes() {
    for (int i = 1; i <= 40; i++) {
      history.note("g", i, i, "reason " + i);
    }
    assertEquals(30, history.of("g").size());
    assertEquals(new GroupHistory.Event(40, 40, "reason 40"), history.of("g").getFirst());
    assertEquals("reason 11", history.of("g").getLast().reason());
  }

  @Test
  void ofVeryManyGroupsTheQuietestIsForgotten() {
    for (int i = 0; i < 1_000; i++) {
      history.note("g" + i, i, 1, "a member joined");
    }
    history.note("g0", 2_000, 2, "it left");
    history.note("another", 2_001, 1, "a member joined");
    assertTrue(history.of("g1").isEmpty());
    assertEquals(2, history.of("g0").size());
  }

  @Test
  void aReasonIsBounded() {
    history.note("g", 1, 1, "x".repeat(10_000));
    assertEquals(401, history.of("g").getFirst().reason().length());
  }
}
