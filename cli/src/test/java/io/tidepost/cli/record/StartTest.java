package io.tidepost.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidepost.cli.Failure;
import org.junit.jupiter.api.Test;

class StartTest {

  @Test
  void placesToStart() {
    assertEquals(new Start.Beginning(), Start.parse("beginning", 0));
    assertEquals(new Start.End(), Start.parse("end", 0));
    assertEquals(new Start.Offset(17), Start.parse("17", 0));
    assertEquals(new Start.Last(10), Start.parse("-10", 0));
    assertEquals(new Start.Moment(4_000), Start.parse("1s", 5_000));
    assertThrows(Failure.class, () -> Start.parse("middle", 0));
  }
}
