package io.tidepost.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidepost.cli.Failure;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

  private static List<String> lines(InputStream in) throws IOException {
    var reader = new LineReader(in, "test", (byte) '\n');
    List<String> lines = new ArrayList<>();
    for (byte[] line = reader.next(); line != null; line = reader.next()) {
      lines.add(new String(line, StandardCharsets.ISO_8859_1));
    }
    return lines;
  }

  private static InputStream of(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void emptyLinesCountTheLastNeedsNoEnd() throws IOException {
    assertEquals(List.of(), lines(of("")));
    assertEquals(List.of("", "a", "", "b"), lines(of("\na\n\nb")));
    assertEquals(List.of("a"), lines(of("a\n")));
    assertEquals(List.of("a\r"), lines(of("a\r\n")));
  }

  /// Any cut into reads and any length of lines gives what a simple split gives.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsMayBeCutAnywhere(long seed) throws IOException {
    var random = new Random(seed);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int length = random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(50);
      char[] line = new char[length];
      Arrays.fill(line, (char) ('a' + random.nextInt(26)));
      expected.add(new String(line));
    }
    InputStream cut =
        new FilterInputStream(of(String.join("\n", expected) + "\n")) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, Math.min(length, 1 + random.nextInt(70_000)));
          }
        };
    assertEquals(expected, lines(cut));
  }

  @Test
  void aLineThatNeverEndsIsRefusedWithItsNumber() throws IOException {
    InputStream endless =
        new InputStream() {
          private int given;

          @Override
          public int read() {
            return given++ == 1 ? '\n' : 'x';
          }

          @Override
          public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 'x');
            if (given++ == 0) {
              into[from + 1] = '\n';
            }
            return length;
          }
        };
    var reader = new LineReader(endless, "big.txt", (byte) '\n');
    assertEquals("x", new String(reader.next(), StandardCharsets.US_ASCII));
    Failure failure = assertThrows(Failure.class, reader::next);
    assertTrue(failure.sentence().startsWith("big.txt, line 2 is longer"), failure.sentence());
  }
}
