package io.tidepost.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.b_c-9", "...", "__consumer_offsets", "-"})
  void legal(String name) {
    assertNull(TopicNames.whyInvalid(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a\u0000", "a\n", "a:b", "a%"})
  void illegal(String name) {
    assertNotNull(TopicNames.whyInvalid(name));
  }

  @Test
  void lengthLimitIsInclusive() {
    assertNull(TopicNames.whyInvalid("x".repeat(249)));
    String why = TopicNames.whyInvalid("x".repeat(250));
    assertNotNull(why);
    assertTrue(why.contains("longer than the max allowed length 249"), why);
  }

  @Test
  void namesThatDifferInDotAndUnderscoreCollide() {
    assertEquals(TopicNames.collisionForm("a.b_c"), TopicNames.collisionForm("a_b.c"));
  }
}
