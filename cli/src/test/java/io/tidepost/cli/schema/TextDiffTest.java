package io.tidepost.cli.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextDiffTest {

  @Test
  void showsWhatChangedAndALittleAround() {
    assertEquals(
        List.of("  b", "  c", "- d", "+ D", "+ D2", "  e", "  f", "  …"),
        TextDiff.of("a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nD\nD2\ne\nf\ng"));
    assertEquals(List.of(), TextDiff.of("a\nb", "a\nb"));
    assertEquals(List.of("+ a"), TextDiff.of("", "a"));
  }
}
