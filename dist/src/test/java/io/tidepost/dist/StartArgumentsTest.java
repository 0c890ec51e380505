package io.tidepost.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartArgumentsTest {

  private static StartArguments parse(String... args) {
    return StartArguments.parse(args);
  }

  @Test
  void nothingIsAllDefaults() {
    assertEquals(new StartArguments(null, List.of(), false), parse("start"));
  }

  @Test
  void bothWaysOfWriting() {
    assertEquals(
        new StartArguments(Path.of("a b.properties"), List.of("x=1", "y=a=b"), true),
        parse("start", "--config", "a b.properties", "--set", "x=1", "--set=y=a=b", "--strict"));
  }

  @ParameterizedTest
  @CsvSource({"--confg, '--confg'", "server.properties, 'server.properties'", "--set, --set"})
  void whatMakesNoSenseIsNamed(String argument, String named) {
    var refused = assertThrows(IllegalArgumentException.class, () -> parse("start", argument));
    assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
  }
}
