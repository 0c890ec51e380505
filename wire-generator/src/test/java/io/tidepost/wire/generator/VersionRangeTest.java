package io.tidepost.wire.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionRangeTest {

  private static VersionRange range(String text) {
    return VersionRange.parse(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "0", "3-7", "2+"})
  void readsWhatItWrites(String text) {
    assertEquals(text, range(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "7-3", "1-", "-1", "99999"})
  void refusesNonsense(String text) {
    assertThrows(IllegalArgumentException.class, () -> range(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0-5, 3+, 3-5, 0-2",
    "0-5, 0-2, 0-2, 3-5",
    "0-5, 9+, none, 0-5",
    "3+, 0+, 3+, none",
    "none, 0+, none, none"
  })
  void intersectsAndTakesAway(String left, String right, String common, String rest) {
    assertEquals(range(common), range(left).intersect(range(right)));
    assertEquals(range(rest), range(left).minus(range(right)));
  }

  @Test
  void refusesToBeCutInTwo() {
    assertThrows(IllegalArgumentException.class, () -> range("0-5").minus(range("2-3")));
  }

  @ParameterizedTest
  @CsvSource({
    "0+, 2-7, true",
    "4+, 2-7, version >= 4",
    "0-4, 2-7, version <= 4",
    "4-5, 2-7, (version >= 4 && version <= 5)",
    "4, 2-7, version == 4",
    "9+, 2-7, false",
    "none, 2-7, false"
  })
  void becomesCondition(String wanted, String possible, String expression) {
    Condition condition = Condition.of(range(wanted), range(possible));
    assertEquals(expression, condition.expression());
    assertTrue(condition.always() || condition.never() || condition.depends());
  }
}
