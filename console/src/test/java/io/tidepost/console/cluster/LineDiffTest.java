package io.tidepost.console.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineDiffTest {

  @Test
  void whatStaysIsNotCalledNew() {
    assertEquals(
        List.of(
            new LineDiff.Line("same", "a"),
            new LineDiff.Line("gone", "b"),
            new LineDiff.Line("new", "x"),
            new LineDiff.Line("same", "c")),
        LineDiff.of("a\nb\nc", "a\nx\nc"));
  }

  /// Without the new lines it is the old text, without the gone ones the new text.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bothTextsCanBeReadFromIt(long seed) {
    Random random = new Random(seed);
    String before = text(random);
    String after = text(random);
    List<LineDiff.Line> diff = LineDiff.of(before, after);
    assertEquals(before.lines().toList(), without(diff, "new"));
    assertEquals(after.lines().toList(), without(diff, "gone"));
  }

  private static List<String> without(List<LineDiff.Line> diff, String kind) {
    return diff.stream()
        .filter(line -> !line.kind().equals(kind))
        .map(LineDiff.Line::text)
        .toList();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(4))).append('\n');
    }
    return text.toString();
  }
}
