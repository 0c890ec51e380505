package io.tidepost.compat.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidepost.cli.Cli;
import io.tidepost.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Runs commands in this process, against one cluster: as fast as calls, and the same in every
/// other respect.
final class InProcess {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bootstrap;

  InProcess(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /// What a command did.
  record Result(int code, String out, String err) {
    /// Its output when it has succeeded.
    String ok() {
      assertEquals(0, code, this::toString);
      return out;
    }

    /// What it said when it has failed.
    String failed() {
      assertEquals(1, code, this::toString);
      return err;
    }
  }

  Result run(String... arguments) {
    return runWith("", arguments);
  }

  Result runWith(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-server", bootstrap, "--timeout", "60"));
    return alone(input, all.toArray(String[]::new));
  }

  /// Runs a command as it is given.
  static Result alone(String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        new Cli()
            .run(
                new Terminal(
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    new PrintStream(out, false, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// What a command prints with `-o json`; it must succeed.
  JsonNode json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-o", "json"));
    return tree(run(all.toArray(String[]::new)).ok());
  }

  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
