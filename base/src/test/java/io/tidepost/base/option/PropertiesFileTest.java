package io.tidepost.base.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The file is read as `java.util.Properties` reads it, with the lines kept.
class PropertiesFileTest {

  @Test
  void keepsTheLineOfEveryEntry() {
    List<Setting> settings =
        PropertiesFile.parse(
            "server.properties",
            """
            # comment
            node.id=1

            listeners = PLAINTEXT://:9092,\\
                CONTROLLER://:9093
            log.dirs:/tmp/a
            """);
    assertEquals(
        List.of(
            "node.id=1 server.properties:2",
            "listeners=PLAINTEXT://:9092,CONTROLLER://:9093 server.properties:4",
            "log.dirs=/tmp/a server.properties:6"),
        settings.stream().map(s -> s.name() + "=" + s.value() + " " + s.origin()).toList());
  }

  @Test
  void countsWindowsAndOldMacLineEnds() {
    List<Setting> settings = PropertiesFile.parse("f", "a=1\r\n#x\r\nb=2\rc=3");
    assertEquals(
        List.of("f:1", "f:3", "f:4"), settings.stream().map(s -> s.origin().toString()).toList());
  }

  @Test
  void readsUtf8AndLatin1() {
    assertEquals(
        "Zürich",
        PropertiesFile.parse("f", "broker.rack=Zürich".getBytes(StandardCharsets.UTF_8))
            .getFirst()
            .value());
    assertEquals(
        "Zürich",
        PropertiesFile.parse("f", "broker.rack=Zürich".getBytes(StandardCharsets.ISO_8859_1))
            .getFirst()
            .value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1\nb=\\u12", "a=1\nb=\\u12g4", "a=1\nb=\\u+123"})
  void namesTheLineOfAMalformedEscape(String content) {
    InvalidOptionException e =
        assertThrows(InvalidOptionException.class, () -> PropertiesFile.parse("f", content));
    assertTrue(String.valueOf(e.getMessage()).startsWith("f:2: "), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithProperties(long seed) throws IOException {
    Random random = new Random(seed);
    String alphabet = "ab.=: \t\f\\\n\r#!tnru0041é";
    for (int round = 0; round < 2000; round++) {
      StringBuilder content = new StringBuilder();
      int length = random.nextInt(30);
      for (int i = 0; i < length; i++) {
        content.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      compare(content.toString());
    }
  }

  private static void compare(String content) throws IOException {
    Properties expected = new Properties();
    try {
      expected.load(new StringReader(content));
    } catch (IllegalArgumentException malformed) {
      assertThrows(InvalidOptionException.class, () -> PropertiesFile.parse("f", content));
      return;
    }
    Map<String, String> actual = new HashMap<>();
    PropertiesFile.parse("f", content).forEach(s -> actual.put(s.name(), s.value()));
    // A backslash that ends the file makes Properties invent an entry without a name.
    expected.remove("");
    actual.remove("");
    assertEquals(expected, actual, () -> "content: " + content.replace("\n", "\\n"));
  }
}
