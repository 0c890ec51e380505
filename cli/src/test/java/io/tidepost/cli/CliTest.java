package io.tidepost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CliTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Cli().run(terminal, args);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyCommandsHelpTeachesWithExamples() {
    for (List<String> path : commands()) {
      var args = new ArrayList<>(path);
      args.add("--help");
      assertEquals(0, run(args.toArray(String[]::new)), path.toString());
      String help = out.toString(StandardCharsets.UTF_8);
      assertFalse(
          help.matches("(?s).*([:=]null|, null,).*"), path + " names what is not there:\n" + help);
      assertTrue(help.contains("Examples:"), path + " has no examples:\n" + help);
      assertTrue(
          help.contains("tidepost " + String.join(" ", path)), path + " is not shown in:\n" + help);
    }
  }

  private static List<List<String>> commands() {
    List<List<String>> paths = new ArrayList<>();
    CommandLine all = new Cli().commandLine(Terminal.ofProcess());
    all.getSubcommands()
        .forEach((name, line) -> {
          paths.add(List.of(name));
          line.getSubcommands().keySet().forEach(verb -> paths.add(List.of(name, verb)));
        });
    assertTrue(paths.size() > 20, paths.toString());
    return paths;
  }

  @Test
  void aSlipGetsASuggestionAndCodeTwo() {
    assertEquals(2, run("prodce", "x"));
    assertTrue(err().contains("did you mean 'produce'?"), err());
    assertEquals(2, run("topic", "lst"));
    assertTrue(err().contains("did you mean 'list'?"), err());
    assertEquals(2, run("topic", "list", "--intrnal"));
    assertTrue(err().contains("--intrnal"), err());
  }

  @Test
  void aGroupAloneSaysWhatItHas() {
    assertEquals(2, run("topic"));
    assertTrue(err().contains("create, list, describe"), err());
  }

  @Test
  void failuresAreOneSentenceAndCodeOne() {
    assertEquals(1, run("cluster", "info", "-b", "nowhere"));
    assertEquals(1, err().lines().count(), err());
    assertTrue(err().startsWith("tidepost: --bootstrap-server wants HOST:PORT"), err());
    assertFalse(err().contains("\tat "), err());
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    assertEquals(0, run());
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("A first minute"));
  }
}
