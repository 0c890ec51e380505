package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShownTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsSomethingElseThanAnEmptyText() {
    assertEquals("null", Shown.of(null).kind());
    assertEquals("text", Shown.of(new byte[0]).kind());
  }

  @Test
  void objectsAndListsAreLaidOutAndOtherTextStaysAsItIs() {
    assertTrue(Shown.of(utf8("{\"a\":1}")).text().contains("\n"));
    assertEquals("text", Shown.of(utf8("42")).kind());
    assertEquals("text", Shown.of(utf8("{not json")).kind());
    assertEquals("text", Shown.of(utf8("{\"a\":1} {")).kind());
    assertEquals("  x\ty\n", Shown.of(utf8("  x\ty\n")).text());
  }

  /// A number that binary floating point cannot hold is shown as it was written.
  @Test
  void numbersKeepTheirDigits() {
    String exact = "{\"n\":12345678901234567890.123456789}";
    assertTrue(Shown.of(utf8(exact)).text().contains("12345678901234567890.123456789"));
  }

  @Test
  void bytesThatAreNoTextAreHexadecimal() {
    Shown shown = Shown.of(new byte[] {(byte) 0xff, 1, 2});
    assertEquals("hex", shown.kind());
    assertEquals("ff 01 02", shown.text());
    assertNull(shown.json());
    assertFalse(Shown.of(new byte[10_000]).whole());
  }

  @Test
  void theIdInFrontOfAValueIsTakenOff() {
    byte[] framed =
        ByteBuffer.allocate(5 + 7).put((byte) 0).putInt(42).put(utf8("{\"a\":1}")).array();
    Shown shown = Shown.of(framed);
    assertEquals(42, shown.schema());
    assertEquals("json", shown.kind());
  }

  @Test
  void ofALongValueOnlyTheBeginningIsShown() {
    Shown shown = Shown.of(utf8("x".repeat(100_000)));
    assertFalse(shown.whole());
    assertTrue(shown.text().length() < 20_000);
  }
}
