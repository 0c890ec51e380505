package io.tidepost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  private static final long NOW = 1_800_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T08:00:00Z, 1769846400000",
    "2026-01-31T08:00:00.250Z, 1769846400250",
    "2026-01-31T09:00:00+01:00, 1769846400000",
    "@1769846400000, 1769846400000",
    "15m, 1799999100000",
    "7d, 1799395200000",
    "250ms, 1799999999750"
  })
  void momentsAndDistances(String text, long expected) {
    assertEquals(expected, Times.parse(text, NOW));
  }

  @Test
  void withoutAZoneItIsLocalTime() {
    long expected =
        LocalDateTime.of(2026, 1, 31, 8, 0)
            .atZone(ZoneId.systemDefault())
            .toInstant()
            .toEpochMilli();
    assertEquals(expected, Times.parse("2026-01-31T08:00:00", NOW));
    assertEquals(expected, Times.parse("2026-01-31 08:00", NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "15x", "", "@", "2026-01-31T25:00:00Z"})
  void whatIsNoMomentIsNamed(String text) {
    Failure failure = assertThrows(Failure.class, () -> Times.parse(text, NOW));
    assertTrue(failure.sentence().startsWith("'" + text + "' is no moment"), failure.sentence());
  }
}
