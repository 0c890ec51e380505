package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "1610612736,1.5 GiB", "53687091200,50 GiB"})
  void bytesHaveTheUnitThatSuitsThem(long bytes, String words) {
    assertEquals(words, Words.bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "999,999 ms",
    "59999,59 s",
    "60000,1 min",
    "3599000,59 min 59 s",
    "172800000,2 d",
    "180000000,2 d 2 h"
  })
  void spansHaveTheirTwoLargestUnits(long millis, String words) {
    assertEquals(words, Words.span(millis));
  }
}
