package io.tidepost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static String printed(Table table) {
    var bytes = new ByteArrayOutputStream();
    table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void columnsAreAlignedNumbersToTheRight() {
    var table = new Table("topic", "logEndOffset", "replicas");
    table.row("a", 7L, List.of(1, 2)).row("longer", 12345L, List.of());
    assertEquals(
        """
        TOPIC   LOG END OFFSET  REPLICAS
        a                    7  1,2
        longer           12345
        """,
        printed(table));
  }

  @Test
  void whatIsUnknownIsADash() {
    assertEquals("LEADER\n-\n", printed(new Table("leader").row((Object) null)));
  }

  @Test
  void programsGetTypesAndNulls() {
    var table = new Table("topic", "partitions", "internal", "leader");
    table.row("a\"b", 3, false, null);
    assertEquals(
        "[{\"topic\":\"a\\\"b\",\"partitions\":3,\"internal\":false,\"leader\":null}]",
        Json.text(table.rows(), false));
  }

  @Test
  void aRowMustFitItsColumns() {
    assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").row(1));
  }
}
