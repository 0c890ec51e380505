package io.tidepost.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the files of `src/test/scenarios`: each block is commands, `----`, and what came out.
class ScenarioTest {

  private static final Path FOLDER = Path.of("src/test/scenarios");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      assertFalse(found.isEmpty());
      return found.stream();
    }
  }

  /// With `-Dscenarios.write=true` the files are written anew with what came out, to be reviewed.
  @ParameterizedTest
  @MethodSource("files")
  void comesOutAsWritten(Path file) throws IOException {
    List<String> expected = Files.readAllLines(file);
    List<String> actual = replay(expected);
    if (Boolean.getBoolean("scenarios.write")) {
      Files.write(file, actual);
    }
    assertEquals(String.join("\n", expected), String.join("\n", actual), file.toString());
  }

  private static List<String> replay(List<String> lines) {
    Scenario scenario = new Scenario();
    List<String> actual = new ArrayList<>();
    List<String> came = new ArrayList<>();
    boolean inOutput = false;
    for (String line : lines) {
      if (inOutput) {
        if (line.isBlank()) {
          actual.addAll(came);
          came.clear();
          actual.add(line);
          inOutput = false;
        }
      } else {
        actual.add(line);
        if (line.equals("----")) {
          inOutput = true;
        } else if (!line.isBlank() && !line.startsWith("#")) {
          came.addAll(scenario.run(line));
        }
      }
    }
    actual.addAll(came);
    return actual;
  }
}
