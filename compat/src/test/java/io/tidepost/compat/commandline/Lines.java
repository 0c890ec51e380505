package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A file of numbered lines `KEY:NUMBER TEXT` with a hundred keys, and the comparison of what came
/// out with it.
final class Lines {
  private static final int KEYS = 100;

  private final int count;
  private final BitSet seen = new BitSet();
  private final Map<String, Integer> lastOfKey = new HashMap<>();

  Lines(int count) {
    this.count = count;
  }

  Path write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        out.write(line(i));
        out.write('\n');
      }
    }
    return file;
  }

  private static String line(int number) {
    return "key-"
        + number % KEYS
        + ":"
        + number
        + " paid for a sandwich number "
        + Integer.toHexString(number * 0x9e3779b9);
  }

  /// Takes what one reader has written: each line must be one of ours, not seen before, and later
  /// than those of its key before it.
  void check(Path file) throws IOException {
    lastOfKey.clear();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(this::check);
    }
  }

  private void check(String line) {
    int colon = line.indexOf(':');
    int number = Integer.parseInt(line.substring(colon + 1, line.indexOf(' ')));
    assertEquals(line(number), line);
    assertTrue(!seen.get(number), () -> "twice: " + line);
    seen.set(number);
    Integer before = lastOfKey.put(line.substring(0, colon), number);
    assertTrue(before == null || before < number, () -> line + " came after number " + before);
  }

  /// After all readers' files: nothing is missing.
  void checkComplete() {
    assertEquals(
        count,
        seen.cardinality(),
        () -> "the first that is missing: " + line(seen.nextClearBit(0)));
  }
}
