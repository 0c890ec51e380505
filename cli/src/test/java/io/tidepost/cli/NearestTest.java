package io.tidepost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> TOPICS = List.of("orders", "payments", "users", "user-events");

  @Test
  void slipsOfTheFingerAreRecognised() {
    assertEquals(Optional.of("orders"), Nearest.to("oders", TOPICS));
    assertEquals(Optional.of("orders"), Nearest.to("Orders", TOPICS));
    assertEquals(Optional.of("payments"), Nearest.to("paymetns", TOPICS));
    assertEquals(Optional.of("user-events"), Nearest.to("user-e", TOPICS));
  }

  @Test
  void somethingElseIsNotGuessedAt() {
    assertEquals(Optional.empty(), Nearest.to("shipments", TOPICS));
    assertEquals("", Nearest.hint("x", TOPICS));
  }

  @Test
  void editsCountSwapsOnce() {
    assertEquals(0, Nearest.edits("abc", "abc"));
    assertEquals(1, Nearest.edits("abc", "acb"));
    assertEquals(3, Nearest.edits("", "abc"));
  }
}
