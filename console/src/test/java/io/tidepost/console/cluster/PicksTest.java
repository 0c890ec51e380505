package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0:15|0:15",
        "1:7 0:16, 0:15|0:15-16, 1:7",
        "0:20-30,0:25-40,0:50|0:20-40, 0:50",
        "2:*,2:5|2:*",
        "''|''",
      })
  void whatIsNamedTwiceIsCopiedOnce(String written, String merged) {
    assertEquals(merged, Picks.parse(written).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"15", "0:", "0:9-3", "-1:4", "0:1-", "0:12345678901234567890"})
  void whatIsNoPlaceIsNamed(String written) {
    ConsoleFailure failure =
        assertThrows(ConsoleFailure.class, () -> Picks.parse("0:1 " + written));
    assertTrue(String.valueOf(failure.getMessage()).contains("'" + written + "'"));
  }

  @Test
  void nothingMeansAll() {
    assertTrue(Picks.parse(" , ").ranges().isEmpty());
  }
}
