package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class RecordEditTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void textIsReplacedInTextOnly() {
    RecordEdit edit = RecordEdit.of("", "EUR", "CHF", "");
    assertArrayEquals(bytes("{\"in\":\"CHF\"}"), edit.value(bytes("{\"in\":\"EUR\"}")));
    byte[] binary = {0, (byte) 0xc3, 'E', 'U', 'R'};
    assertArrayEquals(binary, edit.value(binary));
    assertNull(edit.value(null));
    assertArrayEquals(bytes("new"), RecordEdit.of("new", "", "", "").value(null));
  }

  @Test
  void headersAreSetAndLeftOut() {
    RecordEdit edit = RecordEdit.of("", "", "", "redriven=yes\n-cause\n");
    List<Header> before =
        List.of(
            new RecordHeader("cause", bytes("x")),
            new RecordHeader("redriven", bytes("no")),
            new RecordHeader("bread", bytes("rye")));
    assertEquals(
        List.of(
            new RecordHeader("bread", bytes("rye")), new RecordHeader("redriven", bytes("yes"))),
        edit.headers(before));
  }

  @Test
  void aLineThatIsNoHeaderIsNamed() {
    ConsoleFailure failure =
        assertThrows(ConsoleFailure.class, () -> RecordEdit.of("", "", "", "a=b\nnonsense"));
    assertTrue(String.valueOf(failure.getMessage()).contains("line 2: 'nonsense'"));
  }
}
